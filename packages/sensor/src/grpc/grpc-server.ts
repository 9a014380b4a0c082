import { once } from 'node:events'
import http2, {
  constants,
  type Http2Server,
  type IncomingHttpHeaders,
  type Http2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { ByteBudget } from '../byte-budget.ts'
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

const sessionWindowBytes = 16 * 1024 * 1024
const settings = {
  // Envoy opens another connection when one has so many calls.
  maxConcurrentStreams: 2_000,
  // Small bodies never wait for a WINDOW_UPDATE.
  initialWindowSize: 1024 * 1024,
  maxHeaderListSize: 32 * 1024,
  enablePush: false,
}

/**
 * Serves gRPC over HTTP/2 without TLS, with messages as they are or in gzip. It always reads: a sender never waits for what is done with its messages.
 *
 * Envoy resets each stream of ext_proc when it is done with it, and the HTTP/2 of Node 20 takes more than 1,000 resets on
 * one connection, and 33 a second after that, for an attack: it breaks the connection off with all that is under way.
 * So Envoy's configuration has `max_requests_per_connection`.
 */
export class GrpcServer {
  readonly #server: Http2Server
  readonly #methods: ReadonlyMap<string, GrpcMethod>
  readonly #limits: GrpcLimits
  readonly #budget: ByteBudget
  readonly #sessions = new Set<Http2Session>()
  #calls = 0
  #faults = 0

  constructor(methods: ReadonlyMap<string, GrpcMethod>, limits: GrpcLimits, budget: ByteBudget) {
    this.#methods = methods
    this.#limits = limits
    this.#budget = budget
    // In megabytes for each connection; Node's own limit refuses calls before ours does.
    this.#server = http2.createServer({ settings, maxSessionMemory: 256 })
    this.#server.on('session', (session) => this.#admit(session))
    this.#server.on('stream', (stream, headers) => this.#take(stream, headers))
    this.#server.on('sessionError', () => undefined)
  }

  get load(): { readonly sessions: number; readonly calls: number } {
    return { sessions: this.#sessions.size, calls: this.#calls }
  }

  /** Calls so far that were ended because of what came, or because their handler failed. */
  get faults(): number {
    return this.#faults
  }

  /** Resolves to the port. */
  async listen(port: number, host: string): Promise<number> {
    this.#server.listen(port, host)
    await once(this.#server, 'listening')
    const address: AddressInfo | string | null = this.#server.address()
    return address === null || typeof address === 'string' ? port : address.port
  }

  /** Says GOAWAY, lets calls end for so long, then ends them. */
  async close(timeoutMs: number): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const session of this.#sessions) session.close()
    const timer = setTimeout(() => {
      for (const session of this.#sessions) session.destroy()
    }, timeoutMs)
    await closed
    clearTimeout(timer)
  }

  #admit(session: Http2Session): void {
    session.on('error', () => session.destroy())
    if (this.#sessions.size >= this.#limits.sessions) {
      session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM)
      return
    }
    this.#sessions.add(session)
    session.once('close', () => this.#sessions.delete(session))
    session.setLocalWindowSize(sessionWindowBytes)
  }

  #take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    // Resets come as errors; `close` follows and says enough.
    stream.on('error', () => undefined)
    const call = new StreamCall(stream, headers, this.#limits.unreadAnswerBytes)
    const method = this.#methods.get(headers[':path'] ?? '')
    const isGrpc = headers['content-type']?.startsWith('application/grpc') === true
    if (method === undefined || !isGrpc) return call.end(grpcStatus.unimplemented)
    if (this.#calls >= this.#limits.calls) return call.end(method.noRoom())
    this.#calls += 1
    stream.once('close', () => {
      this.#calls -= 1
    })
    try {
      this.#read(stream, call, method.open(call))
    } catch {
      this.#fault(call, grpcStatus.internal)
    }
  }

  #read(stream: ServerHttp2Stream, call: StreamCall, handler: CallHandler): void {
    const inflate = call.metadata['grpc-encoding'] === 'gzip' ? inflateGzip : null
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
    stream.on('data', (chunk: Buffer) => {
      if (call.ended) return
      this.#guard(call, () => {
        const splitting = splitter.push(chunk, message)
        if (splitting !== 'whole') this.#fault(call, statusFor(splitting, call.metadata))
      })
    })
    stream.once('end', over)
    stream.once('close', over)
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

/** gRPC compression, "Test cases": a coding nobody named, or damaged, is an error; one we do not have is not implemented. */
function statusFor(
  splitting: 'compressed' | 'too-large',
  metadata: IncomingHttpHeaders,
): GrpcStatus {
  if (splitting === 'too-large') return grpcStatus.resourceExhausted
  const coding = metadata['grpc-encoding'] ?? 'identity'
  const isKnown = coding === 'identity' || coding === 'gzip'
  return isKnown ? grpcStatus.internal : grpcStatus.unimplemented
}
