const nothing = Buffer.alloc(0)

/** Bytes that come in pieces, in one piece of memory however small they are: at most twice what was appended. */
export class GrowingBuffer {
  #memory = nothing
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Valid until the next change. */
  get bytes(): Buffer {
    return this.#memory.subarray(0, this.#length)
  }

  append(piece: Buffer): void {
    const needed = this.#length + piece.length
    if (needed > this.#memory.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#memory.length * 2))
      this.#memory.copy(larger, 0, 0, this.#length)
      this.#memory = larger
    }
    piece.copy(this.#memory, this.#length)
    this.#length = needed
  }

  clear(): void {
    this.#memory = nothing
    this.#length = 0
  }
}
