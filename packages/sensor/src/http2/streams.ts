import type { FieldList } from '../field-list.ts'
import { type ErrorCode, encodeNumberFrame, errorCode, frameType } from './frame.ts'
import type { HpackDecoder } from './hpack/hpack-decoder.ts'
import { Http2Stream, type StreamHandler, type StreamLink } from './http2-stream.ts'
import { http2Limits } from './limits.ts'
import { areTrailers, declaredLength, isRequestHead } from './request-head.ts'
import type { Sender } from './sender.ts'
import { StreamTable } from './stream-table.ts'

/** Streams we ended before the other side had: what it sent meanwhile still comes and is passed over. */
const rememberedEnds = 256

/** What the streams of a connection need of it. */
export interface StreamsContext {
  readonly put: (frame: Buffer) => void
  readonly sender: Sender
  readonly decoder: HpackDecoder
  readonly open: (stream: Http2Stream) => StreamHandler
  /** Something is to be told to handlers when this turn is over. */
  readonly wake: () => void
}

/** The streams of one connection, as the other side opens, feeds and ends them (RFC 9113 §5.1). */
export class Streams implements StreamLink {
  readonly #context: StreamsContext
  readonly #open = new StreamTable<Http2Stream>()
  readonly #endedByUs = new Int32Array(rememberedEnds)
  #endCount = 0
  #closed: Http2Stream[] = []
  #lastId = 0

  constructor(context: StreamsContext) {
    this.#context = context
  }

  get size(): number {
    return this.#open.size
  }

  get lastId(): number {
    return this.#lastId
  }

  all(): readonly Http2Stream[] {
    return this.#open.all()
  }

  /** A whole header block: of a request, or of its trailers. */
  takeBlock(streamId: number, isEnd: boolean, block: Buffer): ErrorCode {
    const fields: string[] = []
    // Whatever becomes of the stream, the block belongs to the state of the connection.
    const decoding = this.#context.decoder.decode(block, fields)
    if (decoding === 'damaged') return errorCode.compression
    const stream = this.#open.get(streamId)
    if (stream !== null) return this.#takeTrailers(stream, isEnd && areTrailers(fields))
    if (streamId <= this.#lastId) {
      return this.#wasEndedByUs(streamId) ? errorCode.none : errorCode.streamClosed
    }
    this.#lastId = streamId
    if (decoding === 'too-large') return this.#refuse(streamId, errorCode.enhanceYourCalm)
    return this.#begin(streamId, isEnd, fields)
  }

  /** `frameBytes` is what the payload took of the windows, its padding included. */
  takeData(streamId: number, isEnd: boolean, payload: Buffer, frameBytes: number): ErrorCode {
    const stream = this.#open.get(streamId)
    if (stream === null) return this.#takeLateData(streamId)
    if (stream.hasEnded) return this.#fail(stream, errorCode.streamClosed)
    if (stream.declaredBytes >= 0) {
      stream.declaredBytes -= payload.length
      if (stream.declaredBytes < 0) return this.#fail(stream, errorCode.protocol)
    }
    stream.taken += frameBytes
    if (!isEnd && stream.taken > http2Limits.streamWindowBytes / 2) {
      this.#context.put(encodeNumberFrame(frameType.windowUpdate, streamId, stream.taken))
      stream.taken = 0
    }
    if (payload.length > 0) stream.handler.data(payload)
    return isEnd && stream.isOpen ? this.#end(stream) : errorCode.none
  }

  takeReset(streamId: number): ErrorCode {
    const stream = this.#open.get(streamId)
    if (stream !== null) this.#close(stream)
    return streamId > this.#lastId ? errorCode.protocol : errorCode.none
  }

  takeWindow(streamId: number, bytes: number): ErrorCode {
    const stream = this.#open.get(streamId)
    if (stream === null) return streamId > this.#lastId ? errorCode.protocol : errorCode.none
    if (bytes === 0) return this.#fail(stream, errorCode.protocol)
    const fits = this.#context.sender.grantStream(stream, bytes)
    return fits ? errorCode.none : this.#fail(stream, errorCode.flowControl)
  }

  head(stream: Http2Stream, block: Buffer): void {
    this.#context.sender.head(stream, block)
  }

  flush(stream: Http2Stream): void {
    this.#context.sender.flush(stream)
  }

  reset(stream: Http2Stream, code: ErrorCode): void {
    this.#refuse(stream.id, code)
    this.#close(stream)
  }

  /** The answer is sent whole: after it the other side is asked to send no more (RFC 9113 §8.1). */
  answered(stream: Http2Stream): void {
    if (stream.hasEnded) this.#close(stream)
    else this.reset(stream, errorCode.none)
  }

  closeAll(): void {
    for (const stream of this.all()) this.#close(stream)
  }

  /** Tells handlers of the streams that are gone. */
  tellClosed(): void {
    const closed = this.#closed
    if (closed.length === 0) return
    this.#closed = []
    for (const { handler } of closed) handler.closed()
  }

  #begin(streamId: number, isEnd: boolean, fields: FieldList): ErrorCode {
    const declaredBytes = declaredLength(fields)
    if (declaredBytes === null || !isRequestHead(fields)) {
      return this.#refuse(streamId, errorCode.protocol)
    }
    if (this.#open.size >= http2Limits.streams) {
      return this.#refuse(streamId, errorCode.refusedStream)
    }
    const window = this.#context.sender.settings.windowBytes
    const stream = new Http2Stream(streamId, fields, { window, declaredBytes, link: this })
    this.#open.add(stream)
    stream.handler = this.#context.open(stream)
    return isEnd && stream.isOpen ? this.#end(stream) : errorCode.none
  }

  #takeTrailers(stream: Http2Stream, areWell: boolean): ErrorCode {
    if (stream.hasEnded) return this.#fail(stream, errorCode.streamClosed)
    return areWell ? this.#end(stream) : this.#fail(stream, errorCode.protocol)
  }

  #takeLateData(streamId: number): ErrorCode {
    if (streamId > this.#lastId) return errorCode.protocol
    if (this.#wasEndedByUs(streamId)) return errorCode.none
    return this.#refuse(streamId, errorCode.streamClosed)
  }

  #end(stream: Http2Stream): ErrorCode {
    if (stream.declaredBytes > 0) return this.#fail(stream, errorCode.protocol)
    stream.hasEnded = true
    stream.handler.ended()
    return errorCode.none
  }

  /** The stream ends for an error, the connection does not. */
  #fail(stream: Http2Stream, code: ErrorCode): ErrorCode {
    this.reset(stream, code)
    return errorCode.none
  }

  #refuse(streamId: number, code: ErrorCode): ErrorCode {
    this.#endedByUs[this.#endCount % rememberedEnds] = streamId
    this.#endCount += 1
    this.#context.put(encodeNumberFrame(frameType.reset, streamId, code))
    return errorCode.none
  }

  #wasEndedByUs(streamId: number): boolean {
    return this.#endedByUs.includes(streamId)
  }

  #close(stream: Http2Stream): void {
    if (!this.#open.delete(stream)) return
    stream.isOpen = false
    this.#context.sender.forget(stream)
    this.#closed.push(stream)
    this.#context.wake()
  }
}
