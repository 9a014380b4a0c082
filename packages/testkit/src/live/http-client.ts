import http from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Content, noContent } from '../content.ts'
import type { Place } from './message-codec.ts'

export interface LiveAsk {
  readonly to: Place
  readonly host: string
  readonly method: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly content?: Content
  /** The address to come from. */
  readonly from: string
  readonly agent?: http.Agent
}

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

const patienceMs = 20_000

/** Sends one request from an address of one's own and reads the answer to its end. */
export function ask(wanted: LiveAsk): Promise<Answer> {
  const { to, host, method, url, headers, content = noContent, from, agent } = wanted
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: to.address,
      port: to.port,
      method,
      path: url,
      localAddress: from,
      headers: { host, ...headers, ...content.headers },
      ...(agent === undefined ? {} : { agent }),
      timeout: patienceMs,
    })
    request.on('timeout', () => request.destroy(new Error(`${host} did not answer`)))
    request.on('error', reject)
    request.on('response', (response) => {
      buffer(response).then(
        (body) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        reject,
      )
    })
    request.end(bytesOf(content))
  })
}

/** The bytes of a body as they go over the wire. */
export function bytesOf({ body }: Content): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.b64, 'base64')
}

/** What an answer said, where it said JSON. */
export function jsonOf({ body }: Pick<Answer, 'body'>): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString())
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}
