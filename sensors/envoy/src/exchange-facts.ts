import type { BodyPart, FieldList } from '@weir/sensor'
import type { SocketEnd } from './socket-address.ts'
import type { Tls } from './tls-facts.ts'

/** One request and its response as Envoy told of them. */
export interface ExchangeFacts {
  /** Milliseconds since the Unix epoch. */
  readonly ts: number
  readonly durationMs: number | undefined
  readonly src: SocketEnd
  readonly spiffe: string | undefined
  readonly upstream: SocketEnd
  readonly tls: Tls | undefined
  /** The host asked for, without the port. */
  readonly host: string
  readonly request: RequestFacts
  /** Null where none was seen. */
  readonly response: ResponseFacts | null
  /** About what keeping it costs. */
  readonly bytes: number
}

export interface RequestFacts {
  readonly method: string
  readonly url: string
  readonly version: string | undefined
  readonly headers: FieldList
  readonly body: BodyPart
}

export interface ResponseFacts {
  readonly status: number
  readonly headers: FieldList
  readonly body: BodyPart
}
