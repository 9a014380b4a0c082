import type { ByteBudget } from '../byte-budget.ts'
import { GrowingBuffer } from '../growing-buffer.ts'

/** What came of a chunk; anything but `whole` ends the call. */
export type Splitting = 'whole' | 'compressed' | 'too-large'

/** Undoes a coding; what would become longer than `limit` is too large. */
export type Inflate = (message: Buffer, limit: number) => Buffer | 'compressed' | 'too-large'

/** Compressed-Flag and Message-Length (gRPC over HTTP/2, "Length-Prefixed-Message"). */
const headBytes = 5

/**
 * Finds the messages in the bytes of one call, wherever DATA frames cut them. What it keeps of a message that is
 * not there yet is bounded by the size of one message, and by what all calls share.
 */
export class MessageSplitter {
  readonly #limit: number
  readonly #budget: ByteBudget
  readonly #inflate: Inflate | null
  readonly #kept = new GrowingBuffer()
  /** Below so many bytes there is nothing to look at. */
  #wanted = headBytes

  /** Without `inflate` a compressed message ends the call. */
  constructor(limit: number, budget: ByteBudget, inflate: Inflate | null = null) {
    this.#limit = limit
    this.#budget = budget
    this.#inflate = inflate
  }

  /** Bytes of a message that is not whole yet. */
  get held(): number {
    return this.#kept.length
  }

  /** Hands on each whole message; its bytes are only valid meanwhile. */
  push(chunk: Buffer, take: (message: Buffer) => void): Splitting {
    if (this.held + chunk.length < this.#wanted) return this.#keep(chunk)
    const bytes = this.#joined(chunk)
    this.#wanted = headBytes
    let at = 0
    while (bytes.length - at >= headBytes) {
      const length = bytes.readUInt32BE(at + 1)
      const isCompressed = bytes[at] !== 0
      if (isCompressed && this.#inflate === null) return 'compressed'
      if (length > this.#limit) return 'too-large'
      this.#wanted = headBytes + length
      const end = at + this.#wanted
      if (end > bytes.length) break
      this.#wanted = headBytes
      const message = bytes.subarray(at + headBytes, end)
      const inflated = isCompressed ? this.#inflated(message) : message
      if (!Buffer.isBuffer(inflated)) return inflated
      take(inflated)
      at = end
    }
    return this.#keep(bytes.subarray(at))
  }

  /** Forgets what it keeps. */
  clear(): void {
    this.#budget.give(this.held)
    this.#kept.clear()
  }

  #inflated(message: Buffer): Buffer | Splitting {
    return this.#inflate === null ? 'compressed' : this.#inflate(message, this.#limit)
  }

  #joined(chunk: Buffer): Buffer {
    if (this.held === 0) return chunk
    const bytes = Buffer.concat([this.#kept.bytes, chunk])
    this.clear()
    return bytes
  }

  /** A copy: the chunk's memory is part of something larger. */
  #keep(rest: Buffer): Splitting {
    if (rest.length === 0) return 'whole'
    if (!this.#budget.take(rest.length)) return 'too-large'
    this.#kept.append(rest)
    return 'whole'
  }
}
