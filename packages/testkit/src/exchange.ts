import type { ExchangeLine } from '@weir/schema'
import { type Content, noContent } from './content.ts'

type Headers = Readonly<Record<string, string>>

export interface RequestWanted {
  readonly method?: string
  /** Path and query. */
  readonly url?: string
  readonly headers?: Headers
  readonly content?: Content
}

export interface ResponseWanted {
  readonly status?: number
  readonly headers?: Headers
  readonly content?: Content
}

/** What a test wants to say about an exchange; everything else is filled in. */
export interface ExchangeWanted {
  readonly id?: string
  readonly ts?: number
  readonly durationMs?: number
  readonly sensor?: string
  readonly vantage?: 'client' | 'server' | 'gateway' | 'tap'
  readonly via?: readonly string[]
  /** The client's address, or more about it. */
  readonly src?: string | NonNullable<ExchangeLine['src']>
  /** The host asked for, or more about it. */
  readonly dst?: string | NonNullable<ExchangeLine['dst']>
  readonly tls?: NonNullable<ExchangeLine['tls']>
  /** `'GET /v1/things?limit=5'`, or more about it. */
  readonly req?: string | RequestWanted
  /** A status, or more about it; null where no response was seen. */
  readonly res?: number | ResponseWanted | null
}

/** 2026-03-03T12:00:00Z, a Tuesday: the moment of an exchange that does not care. */
export const noon = 1_772_539_200_000

/**
 * Makes an exchange line from what matters.
 *
 * @example exchange({ req: 'GET /v1/orders/17', res: 404 })
 */
export function exchange(wanted: ExchangeWanted = {}): ExchangeLine {
  const { ts = noon, durationMs = 12, vantage = 'server', req = {}, res = {} } = wanted
  return {
    v: 1,
    ...optionalOf(wanted),
    ts,
    duration_ms: durationMs,
    vantage,
    src: sourceOf(wanted.src ?? '10.0.0.1'),
    dst: destinationOf(wanted.dst ?? 'api.example'),
    req: requestOf(req),
    res: responseOf(res),
  }
}

function optionalOf({ id, sensor, via, tls }: ExchangeWanted): Partial<ExchangeLine> {
  return {
    ...(id === undefined ? {} : { id }),
    ...(sensor === undefined ? {} : { sensor }),
    ...(via === undefined ? {} : { via: [...via] }),
    ...(tls === undefined ? {} : { tls }),
  }
}

function sourceOf(src: NonNullable<ExchangeWanted['src']>): NonNullable<ExchangeLine['src']> {
  return typeof src === 'string' ? { ip: src } : src
}

function destinationOf(dst: NonNullable<ExchangeWanted['dst']>): NonNullable<ExchangeLine['dst']> {
  return typeof dst === 'string' ? { host: dst, port: 443 } : dst
}

function requestOf(wanted: string | RequestWanted): NonNullable<ExchangeLine['req']> {
  if (typeof wanted === 'string') return requestOf(firstLine(wanted))
  const content = wanted.content ?? noContent
  return {
    method: wanted.method ?? 'GET',
    url: wanted.url ?? '/',
    version: '1.1',
    ...messageOf(content, wanted.headers),
  }
}

function firstLine(text: string): RequestWanted {
  const space = text.indexOf(' ')
  return { method: text.slice(0, space), url: text.slice(space + 1) }
}

function responseOf(wanted: number | ResponseWanted | null): ExchangeLine['res'] {
  if (wanted === null) return null
  if (typeof wanted === 'number') return responseOf({ status: wanted })
  return { status: wanted.status ?? 200, ...messageOf(wanted.content ?? noContent, wanted.headers) }
}

function messageOf(content: Content, headers: Headers = {}) {
  const fields = { ...headers, ...content.headers }
  if (content.size === 0) return { headers: fields }
  return { headers: fields, body: content.body, body_size: content.size }
}
