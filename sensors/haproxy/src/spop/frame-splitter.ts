import { lengthBytes } from './frame.ts'

/**
 * Cuts the bytes of a connection into frames. Frames that arrive whole are views of what arrived; one that
 * comes in pieces is put together in memory of its own, so that no byte is copied more than once.
 */
export class FrameSplitter {
  readonly #head = Buffer.alloc(lengthBytes)
  #maxFrameBytes: number
  #headBytes = 0
  #frame: Buffer | null = null
  #frameBytes = 0

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes
  }

  /** Bytes held of a frame that is not whole. */
  get held(): number {
    return this.#headBytes + this.#frameBytes
  }

  /** What the two sides agreed on. */
  allow(maxFrameBytes: number): void {
    this.#maxFrameBytes = maxFrameBytes
  }

  /** Hands each whole frame to `take`, which says whether to go on; false where a frame is too big. */
  push(chunk: Buffer, take: (frame: Buffer) => boolean): boolean {
    let at = 0
    while (at < chunk.length) {
      if (this.#frame === null) {
        const whole = this.#headBytes === 0 ? this.#wholeFrame(chunk, at) : null
        if (whole !== null) {
          at += lengthBytes + whole.length
          if (!take(whole)) return true
          continue
        }
        at += this.#readHead(chunk, at)
        if (this.#headBytes < lengthBytes) return true
        const length = this.#head.readUInt32BE(0)
        if (length > this.#maxFrameBytes) return false
        this.#frame = Buffer.allocUnsafeSlow(length)
      }
      at += this.#readFrame(this.#frame, chunk, at)
      if (this.#frameBytes === this.#frame.length && !take(this.#finish(this.#frame))) return true
    }
    return true
  }

  #wholeFrame(chunk: Buffer, at: number): Buffer | null {
    const start = at + lengthBytes
    if (start > chunk.length) return null
    const length = chunk.readUInt32BE(at)
    if (length > this.#maxFrameBytes || length > chunk.length - start) return null
    return chunk.subarray(start, start + length)
  }

  #readHead(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#head, this.#headBytes, at, at + lengthBytes - this.#headBytes)
    this.#headBytes += taken
    return taken
  }

  #readFrame(frame: Buffer, chunk: Buffer, at: number): number {
    const taken = chunk.copy(frame, this.#frameBytes, at)
    this.#frameBytes += taken
    return taken
  }

  #finish(frame: Buffer): Buffer {
    this.#frame = null
    this.#frameBytes = 0
    this.#headBytes = 0
    return frame
  }
}
