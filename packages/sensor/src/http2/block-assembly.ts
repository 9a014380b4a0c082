import { type ErrorCode, errorCode } from './frame.ts'

/** A header block that came in pieces is as long as ours may be, in so many frames at most. */
const continuationFrames = 16

/** HEADERS and the CONTINUATION frames behind it (RFC 9113 §4.3, §6.10). */
export class BlockAssembly {
  readonly streamId: number
  readonly isEnd: boolean
  readonly #limit: number
  readonly #pieces: Buffer[] = []
  #bytes = 0

  constructor(streamId: number, isEnd: boolean, limit: number) {
    this.streamId = streamId
    this.isEnd = isEnd
    this.#limit = limit
  }

  /** Keeps a copy; a code where the connection ends for it: endless blocks are an attack. */
  add(piece: Buffer): ErrorCode {
    this.#bytes += piece.length
    const isTooMuch = this.#bytes > this.#limit || this.#pieces.length > continuationFrames
    if (!isTooMuch) this.#pieces.push(Buffer.from(piece))
    return isTooMuch ? errorCode.enhanceYourCalm : errorCode.none
  }

  get block(): Buffer {
    return Buffer.concat(this.#pieces)
  }
}
