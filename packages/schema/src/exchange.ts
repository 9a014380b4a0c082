/** Where a sensor stands on the edge it watches. */
export type Vantage = 'client' | 'server' | 'gateway' | 'tap'

/** What an exchange carries: an HTTP call, a bus message, or a flow nobody could read. */
export type ExchangeKind = 'http' | 'message' | 'flow'

/** Header fields in lower case; every value in order of appearance. */
export type HeaderMap = ReadonlyMap<string, readonly string[]>

/** Bytes a message carried, as far as the sensor captured them. */
export interface Payload {
  readonly headers: HeaderMap
  /** Captured bytes; content codings (gzip …) are removed before the engine sees them. */
  readonly body: Uint8Array
  /** Size on the wire in bytes where the sensor knows it, else the captured size. */
  readonly bodySize: number
  /** True when `body` stops before the message did. */
  readonly truncated: boolean
}

export interface RequestMessage extends Payload {
  readonly method: string
  /** Path and query as sent, not decoded. */
  readonly url: string
  readonly version?: string
}

export interface ResponseMessage extends Payload {
  readonly status: number
}

export interface SourceEnd {
  /** Empty where the capture does not say. */
  readonly ip: string
  readonly port?: number
  readonly service?: string
  readonly spiffe?: string
}

export interface DestinationEnd {
  readonly host: string
  readonly ip?: string
  readonly port?: number
  readonly service?: string
}

export interface TlsFacts {
  readonly sni?: string
  readonly version?: string
  readonly alpn?: string
  readonly ja4?: string
  readonly client_cert?: string
}

/** One request and its response, as one sensor saw them at one vantage point. */
export interface Exchange {
  readonly id?: string
  readonly kind: ExchangeKind
  /** Milliseconds since the Unix epoch; fractions allowed. */
  readonly ts: number
  readonly durationMs?: number
  readonly sensor?: string
  readonly vantage?: Vantage
  readonly conn?: string
  /** Addresses of the proxies the request came through, nearest last. */
  readonly via?: readonly string[]
  readonly src: SourceEnd
  readonly dst: DestinationEnd
  readonly tls?: TlsFacts
  /** Null for a flow. */
  readonly request: RequestMessage | null
  /** Null when no response was seen. */
  readonly response: ResponseMessage | null
}
