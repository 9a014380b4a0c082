/** How a value is written (protobuf encoding, "Message Structure"); groups are no longer in use. */
export const wireType = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
/** 64 bits, seven in each byte. */
const longestVarint = 10

/**
 * Reads the fields of one message in order, without making anything of those nobody asks for. A value of another
 * wire type than asked for reads as empty, like an unknown field. Bytes that are no message end the reading, and
 * `failed` stays true from then on.
 */
export class WireReader<Octets extends Uint8Array = Uint8Array> {
  readonly #bytes: Octets
  readonly #end: number
  #at: number
  #field = 0
  #wire = 0
  #unread = false
  #failed = false

  constructor(bytes: Octets, start = 0, end = bytes.length) {
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
    const view = this.#fixed64()
    return view === null ? 0 : view.getFloat64(0, true)
  }

  /** Eight bytes as an unsigned whole number. */
  fixed64(): bigint {
    const view = this.#fixed64()
    return view === null ? 0n : view.getBigUint64(0, true)
  }

  /** A signed whole number of 64 bits, in two's complement as `int64` is. */
  int64(): bigint {
    if (!this.#take(wireType.varint)) return 0n
    const start = this.#at
    this.#varint()
    return this.#failed ? 0n : BigInt.asIntN(64, this.#exactly(start))
  }

  /** A view, not a copy. */
  bytes(): Octets {
    if (!this.#take(wireType.bytes)) return this.#view(this.#end, this.#end)
    const start = this.#forward(this.#varint())
    return this.#failed ? this.#view(this.#end, this.#end) : this.#view(start, this.#at)
  }

  utf8(): string {
    return this.text(decodeUtf8)
  }

  /** Text in a coding of the caller's; empty text is not asked for. */
  text(decode: (bytes: Octets, start: number, end: number) => string): string {
    if (!this.#take(wireType.bytes)) return ''
    const start = this.#forward(this.#varint())
    return this.#failed || start === this.#at ? '' : decode(this.#bytes, start, this.#at)
  }

  /** The fields of a message inside this one. */
  message(): WireReader<Octets> {
    if (!this.#take(wireType.bytes)) return this.#inner(this.#end, this.#end)
    const start = this.#forward(this.#varint())
    return this.#failed ? this.#inner(this.#end, this.#end) : this.#inner(start, this.#at)
  }

  #inner(start: number, end: number): WireReader<Octets> {
    return new WireReader(this.#bytes, start, end)
  }

  #view(start: number, end: number): Octets {
    // A part of a Buffer is a Buffer; the type does not say so.
    return this.#bytes.subarray(start, end) as Octets
  }

  #fixed64(): DataView | null {
    if (!this.#take(wireType.fixed64)) return null
    const start = this.#forward(8)
    if (this.#failed) return null
    const { buffer, byteOffset } = this.#bytes
    return new DataView(buffer, byteOffset + start, 8)
  }

  #exactly(start: number): bigint {
    let value = 0n
    for (let at = start, shift = 0n; at < this.#at; at += 1, shift += 7n) {
      value |= BigInt((this.#bytes[at] ?? 0) & 127) << shift
    }
    return value
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

function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
}
