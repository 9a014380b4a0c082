import { type Integer, readVarint } from './varint.ts'

const nothing = Buffer.alloc(0)

/**
 * Reads bytes in order. A read beyond the end gives an empty value, and `failed` stays true from then on:
 * whoever reads asks once, at the end of a structure, and never sees bytes that are not there.
 */
export class Cursor {
  readonly #bytes: Buffer
  #at = 0
  #failed = false

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get failed(): boolean {
    return this.#failed
  }

  /** True when nothing is left, or nothing can be read any more. */
  get done(): boolean {
    return this.#failed || this.#at >= this.#bytes.length
  }

  byte(): number {
    const value = this.#bytes[this.#at]
    if (this.#failed || value === undefined) return this.#fail(0)
    this.#at += 1
    return value
  }

  word(): number {
    if (this.#failed || this.#at + 4 > this.#bytes.length) return this.#fail(0)
    const value = this.#bytes.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  integer(): Integer {
    if (this.#failed) return 0
    const { value, at } = readVarint(this.#bytes, this.#at, this.#bytes.length)
    if (at < 0) return this.#fail(0)
    this.#at = at
    return value
  }

  /** An integer that counts or names something; one too large to be exact fails. */
  count(): number {
    const value = this.integer()
    return typeof value === 'number' ? value : this.#fail(0)
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    if (this.#failed || length > this.#bytes.length - this.#at) return this.#fail(nothing)
    const part = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return part
  }

  /** Bytes that say their length first. */
  string(): Buffer {
    return this.take(this.count())
  }

  /** A short name as text. */
  name(maxBytes: number): string {
    const bytes = this.string()
    return bytes.length <= maxBytes ? bytes.toString('latin1') : this.#fail('')
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#at)
  }

  #fail<Value>(value: Value): Value {
    this.#failed = true
    return value
  }
}
