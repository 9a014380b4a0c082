const expected = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')

/** What a client says before anything else (RFC 9113 §3.4). */
export class Preface {
  #read = 0

  /** What follows it; null where something else was said. */
  push(chunk: Buffer): Buffer | null {
    if (this.#read === expected.length) return chunk
    const due = expected.subarray(this.#read, this.#read + chunk.length)
    if (!chunk.subarray(0, due.length).equals(due)) return null
    this.#read += due.length
    return chunk.subarray(due.length)
  }
}
