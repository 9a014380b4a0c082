const varint = 0
const fixed64 = 1
const lengthDelimited = 2
/** Lengths are written before they are known, in four bytes each: 28 bits, which any reader of varints takes. */
const lengthBytes = 4
/** Of a tag and what may stand behind it that is no text: a length, a varint of 53 bits, a double. */
export const headBytes = 12
/** Of one character of UTF-16. */
const mostBytesOfOne = 3
/** Up to here a call into the platform costs more than to write character by character. */
const shortChars = 40
/** Longer text is measured: three bytes a character would be too much room to ask for. */
const measuredFrom = 1_024

/** As many bytes as a text can become with its tag and its length. */
export function mostBytesOf(text: string): number {
  const bytes = text.length < measuredFrom ? text.length * mostBytesOfOne : Buffer.byteLength(text)
  return headBytes + bytes
}

/** Writes protobuf into memory in one pass, wherever it is told to begin, and nothing behind where it has to end. */
export class MessageWriter {
  #into: Buffer = Buffer.alloc(0)
  #at = 0
  #end = 0
  #hasRoom = true

  get at(): number {
    return this.#at
  }

  /** False once something did not fit; what follows is not written then. */
  get hasRoom(): boolean {
    return this.#hasRoom
  }

  begin(into: Buffer, at: number, end: number): void {
    this.#into = into
    this.#at = at
    this.#end = end
    this.#hasRoom = true
  }

  /** Lets go of the memory. */
  end(): void {
    this.#into = Buffer.alloc(0)
  }

  number(field: number, value: number): void {
    if (!this.#fits(headBytes)) return
    this.#tag(field, varint)
    this.#varint(value)
  }

  double(field: number, value: number): void {
    if (!this.#fits(headBytes)) return
    this.#tag(field, fixed64)
    this.#at = this.#into.writeDoubleLE(value, this.#at)
  }

  text(field: number, value: string): void {
    if (!this.#fits(mostBytesOf(value))) return
    this.#tag(field, lengthDelimited)
    if (value.length <= shortChars && this.#ascii(value)) return
    const start = this.#at + lengthBytes
    const bytes = this.#into.write(value, start)
    this.#length(this.#at, bytes)
    this.#at = start + bytes
  }

  octets(field: number, value: Uint8Array): void {
    if (!this.#fits(headBytes + value.length)) return
    this.#tag(field, lengthDelimited)
    this.#length(this.#at, value.length)
    this.#at += lengthBytes
    this.#into.set(value, this.#at)
    this.#at += value.length
  }

  /** What follows up to `close` is a message in this field; gives what `close` needs. */
  open(field: number): number {
    if (this.#fits(headBytes)) this.#tag(field, lengthDelimited)
    return this.openFrame()
  }

  /** A message behind its length and no tag. */
  openFrame(): number {
    if (this.#fits(headBytes)) this.#at += lengthBytes
    return this.#at
  }

  close(start: number): void {
    if (this.#hasRoom) this.#length(start - lengthBytes, this.#at - start)
  }

  #fits(bytes: number): boolean {
    if (this.#at + bytes > this.#end) this.#hasRoom = false
    return this.#hasRoom
  }

  /** A short text behind its length in one byte; false where it has other characters, and nothing is written then. */
  #ascii(value: string): boolean {
    const { length } = value
    const into = this.#into
    const start = this.#at + 1
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index)
      if (code > 127) return false
      into[start + index] = code
    }
    into[this.#at] = length
    this.#at = start + length
    return true
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
