import type { FieldList } from '../field-list.ts'
import { errorCode } from '../http2/frame.ts'
import { headerBlock } from '../http2/hpack/header-block.ts'
import type { Http2Stream } from '../http2/http2-stream.ts'
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
  /** The fields of the request; names are in lower case. */
  readonly metadata: FieldList
  readonly answer: (message: Uint8Array) => void
  /** Ends the call with a status; messages that still come are not handed on. */
  readonly end: (status: GrpcStatus) => void
}

const headFields = [
  [':status', '200'],
  ['content-type', 'application/grpc'],
] as const
const head = headerBlock(headFields)
const statusBlocks = blocksFor([])
/** The answer of a call that has nothing else ("Trailers-Only"). */
const soleBlocks = blocksFor(headFields)
const framePrefixBytes = 5

/** Our side of one HTTP/2 stream (gRPC over HTTP/2, "Responses"). */
export class StreamCall implements GrpcCall {
  readonly #stream: Http2Stream
  readonly #unreadBytes: number
  #ended = false

  constructor(stream: Http2Stream, unreadBytes: number) {
    this.#stream = stream
    this.#unreadBytes = unreadBytes
  }

  get metadata(): FieldList {
    return this.#stream.fields
  }

  get ended(): boolean {
    return this.#ended
  }

  answer(message: Uint8Array): void {
    const stream = this.#stream
    if (this.#ended) return
    stream.respond(head)
    const frame = Buffer.allocUnsafe(framePrefixBytes + message.length)
    frame[0] = 0
    frame.writeUInt32BE(message.length, 1)
    frame.set(message, framePrefixBytes)
    stream.write(frame)
    // Whoever does not read its answers is no proxy.
    if (stream.unsentBytes > this.#unreadBytes) stream.reset(errorCode.enhanceYourCalm)
  }

  end(status: GrpcStatus): void {
    if (this.#ended) return
    this.#ended = true
    const blocks = this.#stream.hasResponded ? statusBlocks : soleBlocks
    const block = blocks.get(status)
    if (block !== undefined) this.#stream.end(block)
  }
}

function blocksFor(
  fields: readonly (readonly [string, string])[],
): ReadonlyMap<GrpcStatus, Buffer> {
  return new Map(
    Object.values(grpcStatus).map((status) => [
      status,
      headerBlock([...fields, ['grpc-status', String(status)]]),
    ]),
  )
}
