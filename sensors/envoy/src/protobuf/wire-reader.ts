/** How a value is written (protobuf encoding, "Message Structure"); groups are no longer in use. */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

const nothing = Buffer.alloc(0)
/** 64 bits, seven in each byte. */
const longestVarint = 10

/**
 * Reads the fields of one message in order, without making anything of those nobody asks for. A value of another
 * wire type than asked for reads as empty, like an unknown field. Bytes that are no message end the reading, and
 * `failed` stays true from then on.
 */
export class WireReader {
  readonly #bytes: Buffer
  readonly #end: number
  #at: number
  #field = 0
  #wire = 0
  #unread = false
  #failed = false

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.#bytes = bytes
    this.#at = start
    this.#end = end
  }

  get failed(): boolean {
    return this.#failed
  }

  /** The number of the field `next` moved to. */
  get field(): number {
    return this.#field
  }

  /** Moves to the next field; false at the end, and where there is none to read. */
  next(): boolean {
    if (this.#unread) this.#skip()
    if (this.#failed || this.#at >= this.#end) return false
    const tag = this.#varint()
    this.#field = Math.floor(tag / 8)
    this.#wire = tag % 8
    this.#unread = true
    if (this.#field === 0 || tag > 0xffff_ffff) this.#fail()
    return !this.#failed
  }

  /** Unsigned; exact as far as a number is. */
  number(): number {
    return this.#take(wireType.varint) ? this.#varint() : 0
  }

  truth(): boolean {
    return this.number() !== 0
  }

  double(): number {
    if (!this.#take(wireType.fixed64)) return 0
    const start = this.#forward(8)
    return this.#failed ? 0 : this.#bytes.readDoubleLE(start)
  }

  /** A view, not a copy. */
  bytes(): Buffer {
    if (!this.#take(wireType.bytes)) return nothing
    const start = this.#forward(this.#varint())
    return this.#failed ? nothing : this.#bytes.subarray(start, this.#at)
  }

  /** Bytes as Latin-1, as header fields are kept. */
  latin1(): string {
    return this.#text('latin1')
  }

  utf8(): string {
    return this.#text('utf8')
  }

  /** The fields of a message inside this one. */
  message(): WireReader {
    if (!this.#take(wireType.bytes)) return new WireReader(nothing)
    const start = this.#forward(this.#varint())
    return this.#failed ? new WireReader(nothing) : new WireReader(this.#bytes, start, this.#at)
  }

  #text(encoding: 'latin1' | 'utf8'): string {
    if (!this.#take(wireType.bytes)) return ''
    const start = this.#forward(this.#varint())
    return this.#failed ? '' : this.#bytes.toString(encoding, start, this.#at)
  }

  /** True where the value is of that type and not read yet. */
  #take(wire: number): boolean {
    if (this.#failed || !this.#unread || this.#wire !== wire) return false
    this.#unread = false
    return true
  }

  #skip(): void {
    this.#unread = false
    if (this.#failed) return
    if (this.#wire === wireType.varint) this.#varint()
    else if (this.#wire === wireType.bytes) this.#forward(this.#varint())
    else if (this.#wire === wireType.fixed64) this.#forward(8)
    else if (this.#wire === wireType.fixed32) this.#forward(4)
    else this.#fail()
  }

  #varint(): number {
    let value = 0
    let scale = 1
    const last = Math.min(this.#end, this.#at + longestVarint)
    for (let at = this.#at; at < last; at += 1) {
      const byte = this.#bytes[at] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) {
        this.#at = at + 1
        return value
      }
      scale *= 128
    }
    return this.#fail()
  }

  /** Where so many bytes began. */
  #forward(length: number): number {
    const start = this.#at
    if (this.#failed || length > this.#end - start) return this.#fail()
    this.#at = start + length
    return start
  }

  #fail(): number {
    this.#failed = true
    return 0
  }
}
