import {
  type ByteBudget,
  type FieldList,
  firstOf,
  hostWithoutPort,
  withoutStale,
} from '@weir/sensor'
import { BodyCapture } from '../body-capture.ts'
import type { ExchangeFacts, ResponseFacts } from '../exchange-facts.ts'
import type { HeaderBlock } from '../header-map.ts'
import { HeaderGatherer, readHeaderMap } from '../header-map.ts'
import { becomesTunnel, isBodiless, lengthOf, statusOf } from '../http-words.ts'
import type { EnvoyLimits } from '../limits.ts'
import type { WireReader } from '@weir/schema/protobuf'
import { type SocketEnd, unknownEnd } from '../socket-address.ts'
import type { BodyPiece } from './body-piece.ts'
import type { RequestSight } from './request-sight.ts'

interface ResponseHead {
  readonly status: number
  readonly fields: FieldList
}

/** When its request came, and what keeping the head of it costs. */
interface Arrival {
  readonly at: number
  readonly bytes: number
}

/** Gathers what one call tells of one exchange, up to the limits. */
export class WatchedExchange {
  readonly #request: RequestSight
  readonly #arrivedAt: number
  readonly #limits: EnvoyLimits
  readonly #budget: ByteBudget
  #headBytes: number
  readonly #requestBody: BodyCapture
  readonly #responseBody: BodyCapture
  #response: ResponseHead | null = null
  #upstream: SocketEnd = unknownEnd

  constructor(request: RequestSight, arrival: Arrival, limits: EnvoyLimits, budget: ByteBudget) {
    this.#request = request
    this.#arrivedAt = arrival.at
    this.#headBytes = arrival.bytes
    this.#budget = budget
    this.#limits = limits
    this.#requestBody = new BodyCapture(limits.bodyBytes, budget)
    this.#responseBody = new BodyCapture(limits.bodyBytes, budget)
  }

  get request(): RequestSight {
    return this.#request
  }

  /** True when nothing of it is missing, or nothing more will be told. */
  get isOver(): boolean {
    if (this.#response === null) return false
    const { status } = this.#response
    return this.#responseBody.isWhole || becomesTunnel(this.#request.method, status)
  }

  /** False where there is no memory for so much more of headers. */
  hold(bytes: number): boolean {
    if (!this.#budget.take(bytes)) return false
    this.#headBytes += bytes
    return true
  }

  requestBody(piece: BodyPiece): void {
    keep(piece, this.#requestBody)
  }

  requestEnds(): void {
    this.#requestBody.end()
  }

  /** A later head takes the place of an earlier one: the client sees the last. */
  responseHead(block: HeaderBlock, isEnd: boolean, upstream: SocketEnd): void {
    const status = statusOf(block.pseudo.get(':status'))
    if (status === null) return
    this.#response = { status, fields: block.fields }
    this.#upstream = upstream
    if (isEnd || isBodiless(this.#request.method, status)) this.#responseBody.end()
  }

  responseBody(piece: BodyPiece): void {
    keep(piece, this.#responseBody)
  }

  /** The client gets this body in place of the one there was. */
  responseBecomes(body: Buffer): void {
    this.#changeFields(withoutStale)
    keep({ bytes: body, isEnd: true }, this.#responseBody)
  }

  /** Trailers stand among the fields of their message: `grpc-status` is one. */
  responseTrailers(part: WireReader<Buffer>): void {
    const gatherer = new HeaderGatherer(this.#limits.headerBytes)
    while (part.next()) if (part.field === 1) readHeaderMap(part.message(), gatherer)
    this.#changeFields((fields) => [...fields, ...gatherer.block.fields])
    this.#responseBody.end()
  }

  #changeFields(change: (fields: FieldList) => FieldList): void {
    const head = this.#response
    if (head !== null) this.#response = { ...head, fields: change(head.fields) }
  }

  /** What there is of it; gives back what was held. */
  facts(now: number): ExchangeFacts {
    const { method, url, authority, block, version, ts, src, tls, spiffe } = this.#request
    const bytes = this.#requestBody.held + this.#responseBody.held + this.#headBytes
    this.#budget.give(this.#headBytes)
    this.#headBytes = 0
    const body = this.#requestBody.take(lengthOf(firstOf(block.fields, 'content-length')))
    const response = this.#responseFacts()
    return {
      ts: ts ?? this.#arrivedAt,
      durationMs: response === null ? undefined : now - this.#arrivedAt,
      src,
      spiffe,
      upstream: this.#upstream,
      tls,
      host: hostWithoutPort(authority),
      request: { method, url, version, headers: block.fields, body },
      response,
      bytes,
    }
  }

  #responseFacts(): ResponseFacts | null {
    const head = this.#response
    const fields = head?.fields ?? []
    const body = this.#responseBody.take(lengthOf(firstOf(fields, 'content-length')))
    return head === null ? null : { status: head.status, headers: fields, body }
  }
}

function keep({ bytes, isEnd }: BodyPiece, into: BodyCapture): void {
  into.add(bytes)
  if (isEnd) into.end()
}
