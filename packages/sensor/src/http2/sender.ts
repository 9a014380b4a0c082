import { type ErrorCode, encodeFrame, errorCode, frameFlag, frameType } from './frame.ts'
import { noTable } from './hpack/header-block.ts'
import type { Http2Stream } from './http2-stream.ts'
import {
  firstSettings,
  initialWindowBytes,
  largestWindow,
  type PeerSettings,
} from './peer-settings.ts'

/** Sends answers as far as the other side has room for them (RFC 9113 §5.2). */
export class Sender {
  readonly #put: (frame: Buffer) => void
  readonly #done: (stream: Http2Stream) => void
  /** Streams whose answer waits for the window of the connection. */
  readonly #waiting = new Set<Http2Stream>()
  #window = initialWindowBytes
  #settings = firstSettings
  #isFirstBlock = true

  /** `done` is told of each stream whose answer is sent whole. */
  constructor(put: (frame: Buffer) => void, done: (stream: Http2Stream) => void) {
    this.#put = put
    this.#done = done
  }

  get settings(): PeerSettings {
    return this.#settings
  }

  head({ id }: Http2Stream, block: Buffer): void {
    this.#block(id, block, frameFlag.endHeaders)
  }

  /** Sends what waits on this stream, and what ends it. */
  flush(stream: Http2Stream): void {
    while (stream.unsentBytes > 0) {
      const room = Math.min(stream.window, this.#window, this.#settings.frameBytes)
      const piece = room > 0 ? stream.takeUnsent(room) : null
      if (piece === null) {
        if (stream.window > 0) this.#waiting.add(stream)
        return
      }
      stream.window -= piece.length
      this.#window -= piece.length
      this.#put(encodeFrame({ type: frameType.data, flags: 0, streamId: stream.id }, piece))
    }
    const trailers = stream.dueTrailers
    if (trailers === null) return
    this.#block(stream.id, trailers, frameFlag.endHeaders | frameFlag.endStream)
    this.#done(stream)
  }

  forget(stream: Http2Stream): void {
    this.#waiting.delete(stream)
  }

  /** WINDOW_UPDATE of the connection; false where that is more than a window can be (RFC 9113 §6.9.1). */
  grant(bytes: number): boolean {
    this.#window += bytes
    if (this.#window > largestWindow) return false
    for (const stream of this.#waiting) {
      if (this.#window <= 0) break
      this.#waiting.delete(stream)
      this.flush(stream)
    }
    return true
  }

  /** WINDOW_UPDATE of a stream; false as above. */
  grantStream(stream: Http2Stream, bytes: number): boolean {
    stream.window += bytes
    if (stream.window > largestWindow) return false
    this.flush(stream)
    return true
  }

  /** The windows of all open streams change by what the setting did (RFC 9113 §6.9.2). */
  apply(settings: PeerSettings, streams: readonly Http2Stream[]): ErrorCode {
    const change = settings.windowBytes - this.#settings.windowBytes
    this.#settings = settings
    for (const stream of change === 0 ? [] : streams) {
      if (!this.grantStream(stream, change)) return errorCode.flowControl
    }
    return errorCode.none
  }

  #block(streamId: number, block: Buffer, flags: number): void {
    const payload = this.#isFirstBlock ? Buffer.concat([noTable, block]) : block
    this.#isFirstBlock = false
    this.#put(encodeFrame({ type: frameType.headers, flags, streamId }, payload))
  }
}
