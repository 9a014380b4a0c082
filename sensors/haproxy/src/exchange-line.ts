import { hostOf, type SeenLine, toMicroseconds } from '@weir/sensor'
import { type RequestFacts, type ResponseFacts, responseBody } from './message-facts.ts'

interface About {
  readonly id: string
  readonly service: string | undefined
  readonly bodyBytes: number
}

/** Puts what HAProxy told into the form of `spec/exchange.md`; what is undefined is not written. */
export function exchangeLine(
  request: RequestFacts,
  response: ResponseFacts | null,
  about: About,
): SeenLine {
  const { method, url, version, headers } = request
  const { id, service, bodyBytes } = about
  return {
    id,
    ts: request.ts,
    duration_ms:
      response === null ? undefined : Math.max(0, toMicroseconds(response.ts - request.ts)),
    vantage: 'gateway',
    src: request.src,
    dst: { host: hostOf(headers), ...response?.server, service },
    tls: request.tls,
    req: { method, url, version, headers, ...request.body },
    res:
      response === null
        ? null
        : {
            status: response.status,
            headers: response.headers,
            ...responseBody(response, method, bodyBytes),
          },
  }
}
