import { firstOf, type Linked, type Pass, type Verdict } from '@weir/sensor'
import { type CallHandler, type GrpcCall, grpcStatus } from '@weir/sensor/grpc'
import { passChange, tagField } from '../head-change.ts'
import type { HeaderBlock } from '../header-map.ts'
import { isStream, lengthOf } from '../http-words.ts'
import { socketEnd } from '../socket-address.ts'
import { readAttributes } from './attributes.ts'
import { type BodyPiece, readBody } from './body-piece.ts'
import type { ProcessingContext } from './processing-context.ts'
import {
  type PartKind,
  type ProcessingRequest,
  readProcessingRequest,
} from './processing-request.ts'
import { type BodyWish, goOn, goOnWith, refuse, replaceBody } from './processing-response.ts'
import { doorCall, readHeaders, type RequestSight, requestSight } from './request-sight.ts'
import { ResponseRedaction } from './response-redaction.ts'
import { WatchedExchange } from './watched-exchange.ts'

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
  #redaction: ResponseRedaction | null = null
  #requestWish: BodyWish = 'none'
  #captureBytes = 0
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
    this.#read(request, bytes.length)
    if (this.#isDone) this.finish()
  }

  readonly gone = (): void => this.finish()

  /** Reports what was seen so far; whoever waits for a redaction goes on waiting. */
  expire(): void {
    this.#unwatch()
    if (this.#isDone) this.finish()
  }

  /** Reports what was seen, and tells Envoy that this is all. */
  finish(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#unwatch()
    this.#redaction?.letPass()
    this.#context.ending.end(this, this.#isObserving)
  }

  /** Ends the call itself; `ProcessingContext.ending` says when. */
  hangUp(): void {
    this.#call.end(grpcStatus.ok)
  }

  /** Nothing more that is told would be of use. */
  get #isDone(): boolean {
    const isRedacted = this.#redaction === null || this.#redaction.isOver
    return isRedacted && (this.#exchange === null || this.#exchange.isOver)
  }

  #begin({ part, attributes, isObserving }: ProcessingRequest, bytes: number): void {
    const { limits, trustsForwardedCertificate, door } = this.#context
    if (this.since !== undefined) return this.#giveUp()
    const { block, isEnd } = readHeaders(part, limits)
    const facts = { attributes: readAttributes(attributes), metadata: this.#call.metadata }
    const sight = requestSight(block, { ...facts, trustsForwardedCertificate }, limits)
    if (sight === null) return this.#giveUp()
    const verdict = isObserving ? null : door.ask(() => doorCall(sight, door.service))
    if (verdict?.kind === 'allow') this.#captureBytes = verdict.captureBytes
    this.#watch(sight, isEnd, bytes)
    if (verdict !== null) this.#answerHead(verdict, sight)
  }

  #watch(sight: RequestSight, isEnd: boolean, bytes: number): void {
    const { limits, reporter, budget } = this.#context
    const at = reporter.now()
    this.since = at
    if (!reporter.isOpen) return reporter.drop('queue-full')
    if (!budget.take(bytes)) return reporter.drop('overload')
    const isWider = this.#captureBytes > limits.bodyBytes
    const bounds = isWider ? { ...limits, bodyBytes: this.#captureBytes } : limits
    this.#exchange = new WatchedExchange(sight, { at, bytes }, bounds, budget)
    if (isEnd) this.#exchange.requestEnds()
  }

  #answerHead(verdict: Verdict, sight: RequestSight): void {
    if (verdict.kind === 'allow') return this.#letRequestPass(verdict, sight)
    this.#call.answer(refuse(verdict))
    this.finish()
  }

  #letRequestPass(verdict: Pass, { method, block }: RequestSight): void {
    const { door } = this.#context
    const { redact: fields } = verdict
    if (fields.length > 0) {
      this.#redaction = new ResponseRedaction({ method, fields, passedOver: door.passedOver })
    }
    if (this.#exchange !== null && this.#isWanted(block)) this.#requestWish = 'pieces'
    const isTagged = door.judges && firstOf(block.fields, tagField) !== undefined
    const wishes = { request: this.#requestWish, response: 'none' } as const
    this.#call.answer(goOnWith('request-headers', wishes, passChange(verdict, isTagged)))
  }

  #read(request: ProcessingRequest, bytes: number): void {
    const { kind, part } = request
    switch (kind) {
      case 'request-body':
        this.#exchange?.requestBody(readBody(part))
        return this.#goOn(kind)
      case 'request-trailers':
        this.#exchange?.requestEnds()
        return this.#goOn(kind)
      case 'response-headers':
        return this.#readResponseHead(request, bytes)
      case 'response-body':
        return this.#readResponseBody(readBody(part))
      case 'response-trailers':
        if (this.#holds(bytes)) this.#exchange?.responseTrailers(part)
        this.#redaction?.letPass()
        return this.#goOn(kind)
      case 'request-headers':
        return this.#begin(request, bytes)
    }
    return kind satisfies never
  }

  #readResponseHead({ part, attributes }: ProcessingRequest, bytes: number): void {
    const { block, isEnd } = readHeaders(part, this.#context.limits)
    if (this.#holds(bytes)) {
      const upstream = socketEnd(readAttributes(attributes).get('upstream.address'))
      this.#exchange?.responseHead(block, isEnd, upstream)
    }
    if (this.#isObserving) return
    const response = this.#responseWish(block, isEnd)
    const wishes = { request: this.#requestWish, response }
    this.#call.answer(goOnWith('response-headers', wishes))
    if (response === 'none') this.finish()
  }

  #responseWish(block: HeaderBlock, isEnd: boolean): BodyWish {
    if (this.#redaction?.head(block, isEnd) === true) return 'held'
    return this.#exchange !== null && !isEnd && this.#isWanted(block) ? 'pieces' : 'none'
  }

  #readResponseBody(piece: BodyPiece): void {
    const isHeld = this.#redaction?.isHeld === true
    const instead = this.#redaction?.body(piece) ?? null
    if (instead === null) {
      this.#exchange?.responseBody(piece)
      this.#goOn('response-body')
    } else {
      this.#exchange?.responseBecomes(instead)
      this.#call.answer(replaceBody(instead))
    }
    // What was held and is not whole goes on without us.
    if (isHeld) this.finish()
  }

  /** False where the exchange is not watched, or no longer for want of memory. */
  #holds(bytes: number): boolean {
    if (this.#exchange === null || this.#exchange.hold(bytes)) return this.#exchange !== null
    this.#unwatch()
    return false
  }

  #goOn(kind: PartKind): void {
    if (!this.#isObserving) this.#call.answer(goOn(kind))
  }

  /** Where Envoy waits for each piece: bodies that are announced and short enough to be seen whole, or asked for. */
  #isWanted({ fields }: HeaderBlock): boolean {
    const length = lengthOf(firstOf(fields, 'content-length'))
    const isShort = length > 0 && length <= this.#context.limits.bodyBytes
    return (isShort || this.#captureBytes > 0) && !isStream(firstOf(fields, 'content-type'))
  }

  /** Envoy may wait, though nothing more is wanted of it. */
  #letPass(bytes: Buffer): void {
    const request = this.#isObserving ? null : readProcessingRequest(bytes)
    if (request !== null) this.#call.answer(goOn(request.kind))
  }

  #giveUp(): void {
    if (this.since === undefined) this.#context.reporter.drop('fault')
    this.finish()
  }

  /** Reports what was seen, once. */
  #unwatch(): void {
    const { reporter } = this.#context
    if (this.#exchange === null) return
    reporter.report(this.#exchange.facts(reporter.now()), this.#captureBytes > 0)
    this.#exchange = null
  }
}
