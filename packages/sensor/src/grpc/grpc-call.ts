import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { type GrpcStatus, grpcStatus } from './grpc-status.ts'

/** What the messages of one call mean. What these throw ends the call and is counted. */
export interface CallHandler {
  /** The bytes are only valid meanwhile. */
  readonly message: (bytes: Buffer) => void
  /** Nothing more comes, for whatever reason; called once. */
  readonly gone: () => void
}

/** What a service can do with a call. */
export interface GrpcCall {
  readonly metadata: IncomingHttpHeaders
  readonly answer: (message: Uint8Array) => void
  /** Ends the call with a status; messages that still come are not handed on. */
  readonly end: (status: GrpcStatus) => void
}

/** After a whole answer it asks the other side to send no more (RFC 9113 §8.1). */
const { NGHTTP2_NO_ERROR } = constants
const head = { ':status': 200, 'content-type': 'application/grpc' }
const framePrefixBytes = 5

/** Our side of one HTTP/2 stream (gRPC over HTTP/2, "Responses"). */
export class StreamCall implements GrpcCall {
  readonly #stream: ServerHttp2Stream
  readonly #unreadBytes: number
  #ended = false
  #status: GrpcStatus = grpcStatus.ok

  constructor(stream: ServerHttp2Stream, metadata: IncomingHttpHeaders, unreadBytes: number) {
    this.#stream = stream
    this.metadata = metadata
    this.#unreadBytes = unreadBytes
  }

  readonly metadata: IncomingHttpHeaders

  get ended(): boolean {
    return this.#ended
  }

  answer(message: Uint8Array): void {
    const stream = this.#stream
    if (this.#ended || stream.destroyed || stream.closed) return
    if (!stream.headersSent) {
      stream.respond(head, { waitForTrailers: true })
      // The other side ends its own when it has read these.
      stream.once('wantTrailers', () => stream.sendTrailers({ 'grpc-status': this.#status }))
    }
    const frame = Buffer.allocUnsafe(framePrefixBytes + message.length)
    frame[0] = 0
    frame.writeUInt32BE(message.length, 1)
    frame.set(message, framePrefixBytes)
    stream.write(frame)
    // Whoever does not read its answers is no proxy.
    if (stream.writableLength > this.#unreadBytes) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM)
  }

  end(status: GrpcStatus): void {
    const stream = this.#stream
    if (this.#ended) return
    this.#ended = true
    this.#status = status
    if (stream.destroyed || stream.closed) return
    if (stream.headersSent) {
      stream.end()
      return
    }
    stream.respond({ ...head, 'grpc-status': status }, { endStream: true })
    stream.close(NGHTTP2_NO_ERROR)
  }
}
