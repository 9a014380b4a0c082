import { type Linked, valuesOf, type Verdict } from '@weir/sensor'
import { type CallHandler, type GrpcCall, grpcStatus } from '@weir/sensor/grpc'
import type { HeaderBlock } from '../header-map.ts'
import { isStream, lengthOf } from '../http-words.ts'
import { socketEnd } from '../socket-address.ts'
import { readAttributes } from './attributes.ts'
import type { ProcessingContext } from './processing-context.ts'
import {
  type PartKind,
  type ProcessingRequest,
  readProcessingRequest,
} from './processing-request.ts'
import { goOn, goOnWith, refuse } from './processing-response.ts'
import { doorCall, readHeaders, requestSight } from './request-sight.ts'
import { WatchedExchange } from './watched-exchange.ts'

const noBodies = { request: false, response: false }

/**
 * One call of `ExternalProcessor.Process`, which is one HTTP request. Where Envoy observes, nothing is answered and
 * the call ends as soon as the response has; where it waits, every part is answered at once.
 */
export class ProcessCall implements CallHandler, Linked<ProcessCall> {
  older: ProcessCall | null = null
  newer: ProcessCall | null = null
  readonly #call: GrpcCall
  readonly #context: ProcessingContext
  #exchange: WatchedExchange | null = null
  #isOver = false
  #isObserving = false

  constructor(call: GrpcCall, context: ProcessingContext) {
    this.#call = call
    this.#context = context
  }

  /** When its request arrived; undefined before that. */
  since: number | undefined

  readonly message = (bytes: Buffer): void => {
    if (this.#isOver) return this.#letPass(bytes)
    const request = readProcessingRequest(bytes)
    if (request === null) return this.#giveUp()
    this.#isObserving = request.isObserving
    if (request.kind === 'request-headers') return this.#begin(request, bytes.length)
    const wants = this.#read(request, bytes.length)
    if (!request.isObserving) this.#goOn(request.kind, wants)
    if (this.#exchange === null || this.#exchange.isOver) this.finish()
    else if (!request.isObserving && request.kind === 'response-headers' && !wants) this.finish()
  }

  readonly gone = (): void => this.finish()

  /** Reports what was seen, once, and tells Envoy that this is all. */
  finish(): void {
    if (this.#isOver) return
    this.#isOver = true
    const { reporter, ending } = this.#context
    if (this.#exchange !== null) reporter.report(this.#exchange.facts(reporter.now()))
    this.#exchange = null
    ending.end(this, this.#isObserving)
  }

  /** Ends the call itself; `ProcessingContext.ending` says when. */
  hangUp(): void {
    this.#call.end(grpcStatus.ok)
  }

  #begin({ part, attributes, isObserving }: ProcessingRequest, bytes: number): void {
    const { limits, reporter, budget, trustsForwardedCertificate } = this.#context
    if (this.#exchange !== null) return this.#giveUp()
    const { block, isEnd } = readHeaders(part, limits)
    const facts = { attributes: readAttributes(attributes), metadata: this.#call.metadata }
    const sight = requestSight(block, { ...facts, trustsForwardedCertificate }, limits)
    if (sight === null) return this.#giveUp()
    const { door } = this.#context
    const verdict = isObserving ? null : door.ask(() => doorCall(sight, door.service))
    if (!reporter.isOpen) reporter.drop('queue-full')
    else if (!budget.take(bytes)) reporter.drop('overload')
    else {
      this.since = reporter.now()
      this.#exchange = new WatchedExchange(sight, { at: this.since, bytes }, limits, budget)
      if (isEnd) this.#exchange.requestEnds()
    }
    if (verdict !== null) this.#answerHead(verdict, block)
    else if (this.#exchange === null) this.finish()
  }

  #answerHead(verdict: Verdict, block: HeaderBlock): void {
    if (verdict.kind === 'deny') {
      this.#call.answer(refuse(verdict))
      return this.finish()
    }
    const request = this.#exchange !== null && this.#isWanted(block)
    this.#call.answer(goOnWith('request-headers', { request, response: false }))
    if (this.#exchange === null) this.finish()
  }

  /** Says whether the body of this message is wanted, which only its head can tell. */
  #read({ kind, part, attributes }: ProcessingRequest, bytes: number): boolean {
    const exchange = this.#exchange
    if (exchange === null) return false
    const isHead = kind === 'response-headers' || kind === 'response-trailers'
    if (isHead && !exchange.hold(bytes)) {
      this.finish()
      return false
    }
    switch (kind) {
      case 'request-body':
        exchange.requestBody(part)
        return true
      case 'request-trailers':
        exchange.requestEnds()
        return true
      case 'response-body':
        exchange.responseBody(part)
        return true
      case 'response-trailers':
        exchange.responseTrailers(part)
        return true
      case 'response-headers': {
        const { block, isEnd } = readHeaders(part, this.#context.limits)
        const upstream = socketEnd(readAttributes(attributes).get('upstream.address'))
        exchange.responseHead(block, isEnd, upstream)
        return this.#isWanted(block)
      }
      default:
        return false
    }
  }

  #goOn(kind: PartKind, wants: boolean): void {
    const wish = wants ? { request: true, response: true } : noBodies
    this.#call.answer(kind === 'response-headers' ? goOnWith(kind, wish) : goOn(kind))
  }

  /** Where Envoy waits for each piece: bodies that are announced and short enough to be seen whole. */
  #isWanted({ fields }: HeaderBlock): boolean {
    const length = lengthOf(valuesOf(fields, 'content-length')[0])
    const isShort = length > 0 && length <= this.#context.limits.bodyBytes
    return isShort && !isStream(valuesOf(fields, 'content-type')[0])
  }

  /** Envoy may wait, though nothing more is wanted of it. */
  #letPass(bytes: Buffer): void {
    const request = this.#isObserving ? null : readProcessingRequest(bytes)
    if (request !== null) this.#call.answer(goOn(request.kind))
  }

  #giveUp(): void {
    if (this.#exchange === null) this.#context.reporter.drop('fault')
    this.finish()
  }
}
