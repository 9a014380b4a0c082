import type { ByteBudget } from '../byte-budget.ts'
import { type FieldList, firstOf } from '../field-list.ts'
import type { Http2Stream, StreamHandler } from '../http2/http2-stream.ts'
import { Http2Server } from '../http2/http2-server.ts'
import { type CallHandler, type GrpcCall, StreamCall } from './grpc-call.ts'
import { type GrpcStatus, grpcStatus } from './grpc-status.ts'
import { inflateGzip } from './inflate-gzip.ts'
import { MessageSplitter } from './message-splitter.ts'

/** One method of a service. */
export interface GrpcMethod {
  readonly open: (call: GrpcCall) => CallHandler
  /** Says how to end a call there is no room for. */
  readonly noRoom: () => GrpcStatus
}

export interface GrpcLimits {
  readonly sessions: number
  readonly calls: number
  readonly messageBytes: number
  readonly unreadAnswerBytes: number
}

/** Serves gRPC over HTTP/2 without TLS, with messages as they are or in gzip. It always reads: a sender never waits for what is done with its messages. */
export class GrpcServer {
  readonly #server: Http2Server
  readonly #methods: ReadonlyMap<string, GrpcMethod>
  readonly #limits: GrpcLimits
  readonly #budget: ByteBudget
  #calls = 0
  #faults = 0

  constructor(methods: ReadonlyMap<string, GrpcMethod>, limits: GrpcLimits, budget: ByteBudget) {
    this.#methods = methods
    this.#limits = limits
    this.#budget = budget
    this.#server = new Http2Server((stream) => this.#take(stream), limits.sessions)
  }

  get load(): { readonly sessions: number; readonly calls: number } {
    return { sessions: this.#server.connections, calls: this.#calls }
  }

  /** Calls so far that were ended because of what came, or because their handler failed. */
  get faults(): number {
    return this.#faults
  }

  /** Resolves to the port. */
  listen(port: number, host: string): Promise<number> {
    return this.#server.listen(port, host)
  }

  /** Says GOAWAY, lets calls end for so long, then ends them. */
  close(timeoutMs: number): Promise<void> {
    return this.#server.close(timeoutMs)
  }

  #take(stream: Http2Stream): StreamHandler {
    const { fields } = stream
    const call = new StreamCall(stream, this.#limits.unreadAnswerBytes)
    const method = this.#methods.get(firstOf(fields, ':path') ?? '')
    const isGrpc = firstOf(fields, 'content-type')?.startsWith('application/grpc') === true
    if (method === undefined || !isGrpc) return ended(call, grpcStatus.unimplemented)
    if (this.#calls >= this.#limits.calls) return ended(call, method.noRoom())
    this.#calls += 1
    return this.#reading(call, this.#opened(method, call))
  }

  #opened(method: GrpcMethod, call: StreamCall): CallHandler {
    try {
      return method.open(call)
    } catch {
      this.#fault(call, grpcStatus.internal)
      return nobody
    }
  }

  #reading(call: StreamCall, handler: CallHandler): StreamHandler {
    const inflate = firstOf(call.metadata, 'grpc-encoding') === 'gzip' ? inflateGzip : null
    const splitter = new MessageSplitter(this.#limits.messageBytes, this.#budget, inflate)
    let isOver = false
    const message = (bytes: Buffer): void => {
      if (!call.ended) handler.message(bytes)
    }
    const over = (): void => {
      if (isOver) return
      isOver = true
      splitter.clear()
      this.#guard(call, handler.gone)
      call.end(grpcStatus.ok)
    }
    const data = (chunk: Buffer): void => {
      if (call.ended) return
      this.#guard(call, () => {
        const splitting = splitter.push(chunk, message)
        if (splitting !== 'whole') this.#fault(call, statusFor(splitting, call.metadata))
      })
    }
    const closed = (): void => {
      this.#calls -= 1
      over()
    }
    return { data, ended: over, closed }
  }

  #guard(call: StreamCall, work: () => void): void {
    try {
      work()
    } catch {
      this.#fault(call, grpcStatus.internal)
    }
  }

  #fault(call: StreamCall, status: GrpcStatus): void {
    this.#faults += 1
    call.end(status)
  }
}

const nobody: CallHandler = { message: () => undefined, gone: () => undefined }

/** A call that is over as soon as it comes. */
function ended(call: StreamCall, status: GrpcStatus): StreamHandler {
  call.end(status)
  return { data: () => undefined, ended: () => undefined, closed: () => undefined }
}

/** gRPC compression, "Test cases": a coding nobody named, or damaged, is an error; one we do not have is not implemented. */
function statusFor(splitting: 'compressed' | 'too-large', metadata: FieldList): GrpcStatus {
  if (splitting === 'too-large') return grpcStatus.resourceExhausted
  const coding = firstOf(metadata, 'grpc-encoding') ?? 'identity'
  const isKnown = coding === 'identity' || coding === 'gzip'
  return isKnown ? grpcStatus.internal : grpcStatus.unimplemented
}
