import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Transform } from 'node:stream'
import type { Exchange, HeaderMap, Payload } from '@weir/schema'
import { limits } from '@weir/engine'

/** What became of the content coding of a body. */
export type Inflation = 'plain' | 'inflated' | 'limit' | 'damaged' | 'unknown-coding'

/** Removes content codings before the engine sees an exchange; it must not wait for zlib. */
export async function inflateExchange(exchange: Exchange): Promise<Exchange> {
  const { request, response } = exchange
  const coded = isCoded(request) || isCoded(response)
  if (!coded) return exchange
  return {
    ...exchange,
    request: request === null ? null : { ...request, ...(await inflatePayload(request)) },
    response: response === null ? null : { ...response, ...(await inflatePayload(response)) },
  }
}

function isCoded(payload: Payload | null): boolean {
  return payload !== null && payload.body.length > 0 && payload.headers.has('content-encoding')
}

async function inflatePayload(payload: Payload): Promise<Payload> {
  if (!isCoded(payload)) return payload
  const coding = (payload.headers.get('content-encoding') ?? []).join(',').trim().toLowerCase()
  const { outcome, body } = await inflate(payload.body, coding)
  if (outcome === 'unknown-coding') return payload
  return {
    headers: withoutCoding(payload.headers),
    body,
    bodySize: payload.bodySize,
    truncated: payload.truncated || outcome === 'limit' || outcome === 'damaged',
  }
}

function withoutCoding(headers: HeaderMap): HeaderMap {
  const rest = new Map(headers)
  rest.delete('content-encoding')
  return rest
}

/**
 * Inflates up to `limits.bodyBytes` and stops there: a bomb costs what a large body costs. A damaged
 * or cut stream yields what came before. Captures often keep the header of a coding their tool has
 * already removed; a body without the coding's signature is taken as it stands.
 */
export async function inflate(
  body: Uint8Array,
  coding: string,
): Promise<{ readonly outcome: Inflation; readonly body: Uint8Array }> {
  if (coding === '' || coding === 'identity') return { outcome: 'plain', body }
  const stream = decompressor(coding, body)
  if (stream === 'plain') return { outcome: 'plain', body }
  if (stream === null) return { outcome: 'unknown-coding', body }
  const { outcome, bytes } = await collect(stream, body)
  const nothing = outcome === 'damaged' && bytes.length === 0
  return nothing ? { outcome: 'plain', body } : { outcome, body: bytes }
}

function decompressor(coding: string, body: Uint8Array): Transform | 'plain' | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return body[0] === 0x1f && body[1] === 0x8b ? createGunzip() : 'plain'
    case 'deflate':
      return body[0] === 0x78 ? createInflate() : 'plain'
    case 'br':
      return createBrotliDecompress()
    default:
      return null
  }
}

interface Collected {
  readonly outcome: 'inflated' | 'limit' | 'damaged'
  readonly bytes: Uint8Array
}

function collect(stream: Transform, body: Uint8Array): Promise<Collected> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    const finish = (outcome: Collected['outcome']): void => {
      stream.destroy()
      resolve({ outcome, bytes: Buffer.concat(chunks).subarray(0, limits.bodyBytes) })
    }
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      size += chunk.length
      if (size > limits.bodyBytes) finish('limit')
    })
    stream.once('end', () => finish('inflated'))
    stream.once('error', () => finish('damaged'))
    stream.end(body)
  })
}
