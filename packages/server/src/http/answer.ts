import type { ServerResponse } from 'node:http'

/** Why something is not done; becomes a problem document (RFC 9457). */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 421 | 429 | 503
  readonly title: string
  readonly detail: string
  readonly retryAfterSeconds?: number
}

export function refusal(
  status: Refusal['status'],
  title: string,
  detail: string,
  retryAfterSeconds?: number,
): Refusal {
  return {
    status,
    title,
    detail,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}

export function refuse(response: ServerResponse, reason: Refusal): void {
  const { status, title, detail, retryAfterSeconds } = reason
  sendJson(
    response,
    status,
    { type: 'about:blank', title, status, detail },
    {
      'content-type': 'application/problem+json',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      ...(status === 405 ? { allow: 'POST' } : {}),
      ...(status === 408 ? { connection: 'close' } : {}),
    },
  )
}

export function sendJson(
  response: ServerResponse,
  status: number,
  value: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.headersSent || response.destroyed) return
  const body = Buffer.from(`${JSON.stringify(value)}\n`, 'utf8')
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-length': body.length,
    ...headers,
  })
  response.end(body)
}
