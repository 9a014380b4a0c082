import { type SeenLine, toMicroseconds } from '@weir/sensor'
import type { ExchangeFacts } from './exchange-facts.ts'

interface About {
  readonly id: string
  readonly service: string | undefined
}

/** Puts what Envoy told into the form of `spec/exchange.md`; what is undefined is not written. */
export function exchangeLine(facts: ExchangeFacts, { id, service }: About): SeenLine {
  const { request, response, src, spiffe, upstream, host, durationMs } = facts
  const { method, url, version, headers } = request
  return {
    id,
    ts: facts.ts,
    duration_ms: durationMs === undefined ? undefined : Math.max(0, toMicroseconds(durationMs)),
    vantage: 'gateway',
    src: { ...src, spiffe },
    dst: { host, ...upstream, service },
    tls: facts.tls,
    req: { method, url, version, headers, ...request.body },
    res:
      response === null
        ? null
        : { status: response.status, headers: response.headers, ...response.body },
  }
}
