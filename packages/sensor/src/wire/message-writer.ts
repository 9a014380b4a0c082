const varint = 0
const fixed64 = 1
const lengthDelimited = 2
/** Lengths are written before they are known, in four bytes each: 28 bits, which any reader of varints takes. */
const lengthBytes = 4

/** Writes protobuf into memory in one pass, wherever it is told to begin. */
export class MessageWriter {
  #into: Buffer = Buffer.alloc(0)
  #at = 0

  get at(): number {
    return this.#at
  }

  begin(into: Buffer, at: number): void {
    this.#into = into
    this.#at = at
  }

  /** Lets go of the memory. */
  end(): void {
    this.#into = Buffer.alloc(0)
  }

  number(field: number, value: number): void {
    this.#tag(field, varint)
    this.#varint(value)
  }

  double(field: number, value: number): void {
    this.#tag(field, fixed64)
    this.#at = this.#into.writeDoubleLE(value, this.#at)
  }

  text(field: number, value: string): void {
    this.#tag(field, lengthDelimited)
    const start = this.#at + lengthBytes
    const bytes = this.#into.write(value, start)
    this.#length(this.#at, bytes)
    this.#at = start + bytes
  }

  octets(field: number, value: Uint8Array): void {
    this.#tag(field, lengthDelimited)
    this.#length(this.#at, value.length)
    this.#at += lengthBytes
    this.#into.set(value, this.#at)
    this.#at += value.length
  }

  /** What follows up to `close` is a message in this field; gives what `close` needs. */
  open(field: number): number {
    this.#tag(field, lengthDelimited)
    return this.openFrame()
  }

  /** A message behind its length and no tag. */
  openFrame(): number {
    this.#at += lengthBytes
    return this.#at
  }

  close(start: number): void {
    this.#length(start - lengthBytes, this.#at - start)
  }

  #tag(field: number, wireType: number): void {
    this.#into[this.#at] = field * 8 + wireType
    this.#at += 1
  }

  #varint(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.#into[this.#at] = (rest % 128) + 128
      this.#at += 1
      rest = Math.floor(rest / 128)
    }
    this.#into[this.#at] = rest
    this.#at += 1
  }

  #length(at: number, bytes: number): void {
    this.#into[at] = (bytes & 127) | 128
    this.#into[at + 1] = ((bytes >>> 7) & 127) | 128
    this.#into[at + 2] = ((bytes >>> 14) & 127) | 128
    this.#into[at + 3] = (bytes >>> 21) & 127
  }
}
