import { KnownNames } from './known-names.ts'
import { type Integer, readVarint } from './varint.ts'

const knownNames = new KnownNames()
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
    const start = this.#skip(length)
    return this.#failed ? nothing : this.#bytes.subarray(start, this.#at)
  }

  /** Bytes that say their length first. */
  octets(): Buffer {
    return this.take(this.count())
  }

  /** Text that says its length first, in Latin-1. */
  text(): string {
    const start = this.#skip(this.count())
    return this.#failed ? '' : this.#bytes.toString('latin1', start, this.#at)
  }

  /** A short name. */
  name(maxBytes: number): string {
    const length = this.count()
    if (length > maxBytes) return this.#fail('')
    const start = this.#skip(length)
    return this.#failed ? '' : knownNames.read(this.#bytes, start, this.#at)
  }

  rest(): Buffer {
    return this.take(this.#bytes.length - this.#at)
  }

  /** Where so many bytes began. */
  #skip(length: number): number {
    const start = this.#at
    if (this.#failed || length > this.#bytes.length - start) return this.#fail(start)
    this.#at += length
    return start
  }

  #fail<Value>(value: Value): Value {
    this.#failed = true
    return value
  }
}
