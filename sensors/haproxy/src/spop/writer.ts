import { GrowingBuffer } from '@weir/sensor'
import { type Integer, pushVarint } from './varint.ts'

/** Writes what `Cursor` reads. */
export class Writer {
  readonly #written = new GrowingBuffer()
  /** Not yet in `#written`: a call for each byte would cost more than the byte. */
  #small: number[] = []

  byte(value: number): void {
    this.#small.push(value)
  }

  integer(value: Integer): void {
    pushVarint(this.#small, value)
  }

  /** Without their length. */
  octets(bytes: Buffer): void {
    this.#flush()
    this.#written.append(bytes)
  }

  /** In Latin-1, after its length. */
  text(text: string): void {
    this.integer(text.length)
    this.octets(Buffer.from(text, 'latin1'))
  }

  /** All of it; nothing is written afterwards. */
  finish(): Buffer {
    this.#flush()
    return this.#written.bytes
  }

  #flush(): void {
    if (this.#small.length === 0) return
    this.#written.append(Buffer.from(this.#small))
    this.#small = []
  }
}
