import { UnderWay } from '@weir/sensor'
import {
  type CallHandler,
  type GrpcCall,
  type GrpcMethod,
  type GrpcStatus,
  grpcStatus,
} from '@weir/sensor/grpc'
import { ProcessCall } from './process-call.ts'
import type { ProcessingContext } from './processing-context.ts'

type Shared = Omit<ProcessingContext, 'ending'>

/** `envoy.service.ext_proc.v3.ExternalProcessor/Process`: sees requests, and in sync mode lets them pass or not. */
export class ProcessService implements GrpcMethod {
  readonly #context: ProcessingContext
  readonly #shared: Shared
  /** Oldest first. */
  readonly #open = new UnderWay<ProcessCall>()
  #ended: ProcessCall[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(shared: Shared) {
    this.#shared = shared
    this.#context = { ...shared, ending: { end: (call, mayWait) => this.#end(call, mayWait) } }
  }

  /** Requests that are watched now. */
  get exchanges(): number {
    return this.#open.size
  }

  readonly open = (call: GrpcCall): CallHandler => {
    const process = new ProcessCall(call, this.#context)
    this.#open.add(process)
    return process
  }

  /** The request goes on unseen: a call that ends well asks Envoy for nothing. */
  readonly noRoom = (): GrpcStatus => {
    this.#shared.reporter.drop('overload')
    return grpcStatus.ok
  }

  /** Reports what goes on for too long; to be called about once a second. */
  sweep(): void {
    const overdue = this.#shared.reporter.now() - this.#shared.limits.longestMs
    for (const call of this.#open) {
      if (call.since !== undefined && call.since > overdue) return
      if (call.since !== undefined) call.expire()
    }
  }

  /** Reports everything that was seen, whole or not. */
  finish(): void {
    for (const call of this.#open) call.finish()
    this.#hangUp()
  }

  /** Ends come together, so that Envoy, and this process, wake up once for many of them. */
  #end(call: ProcessCall, mayWait: boolean): void {
    this.#open.delete(call)
    if (!mayWait) return call.hangUp()
    this.#ended.push(call)
    this.#timer ??= setTimeout(() => this.#hangUp(), this.#shared.limits.endPauseMs)
  }

  #hangUp(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const ended = this.#ended
    this.#ended = []
    for (const call of ended) call.hangUp()
  }
}
