import http from 'node:http'
import net from 'node:net'
import { gzipSync } from 'node:zlib'
import { bodyOf } from '@weir/testkit/proxy'
import { describe, expect, it } from 'vitest'
import { inProtobuf, type Json, oneSpan } from './testing/otlp-messages.ts'
import { withAgent } from './testing/running-agent.ts'

const protobuf = 'application/x-protobuf'
const json = 'application/json'
const span = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  kind: 2,
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000000001000000',
}
const given: Json = oneSpan(span, {
  'http.request.method': 'GET',
  'url.path': '/a',
  'http.response.status_code': 200,
})

interface Reply {
  readonly status: number | undefined
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

function send(
  url: string,
  body: Buffer | string,
  headers: http.OutgoingHttpHeaders,
  method = 'POST',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers }, (response) => {
      bodyOf(response).then(
        (whole) => resolve({ status: response.statusCode, headers: response.headers, body: whole }),
        reject,
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

describe('OTLP/HTTP', () => {
  it('takes protobuf and JSON, as they are and in gzip', () =>
    withAgent(async ({ httpUrl, seen }) => {
      const url = `${httpUrl}/v1/traces`
      const text = JSON.stringify(given)
      const bytes = inProtobuf('Traces', given)
      const coded = { 'content-encoding': 'gzip' }
      const replies = [
        await send(url, bytes, { 'content-type': protobuf }),
        await send(url, text, { 'content-type': `${json}; charset=utf-8` }),
        await send(url, gzipSync(bytes), { 'content-type': protobuf, ...coded }),
        await send(url, gzipSync(text), { 'content-type': json, ...coded }),
      ]
      expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200])
      expect(replies.map(({ headers }) => headers['content-type'])).toEqual([
        protobuf,
        json,
        protobuf,
        json,
      ])
      expect(replies.map(({ body }) => body.toString())).toEqual(['', '{}', '', '{}'])
      const exchanges = await seen(4)
      expect(exchanges.map(({ request }) => request?.url)).toEqual(['/a', '/a', '/a', '/a'])
    }))

  it.each([
    ['another path', '/v1/metrics', 'POST', { 'content-type': json }, '{}', 404],
    ['another method', '/v1/traces', 'GET', {}, '', 405],
    ['another type', '/v1/logs', 'POST', { 'content-type': 'text/plain' }, '{}', 415],
    [
      'another coding',
      '/v1/logs',
      'POST',
      { 'content-type': json, 'content-encoding': 'br' },
      '{}',
      415,
    ],
    ['text that is no JSON', '/v1/logs', 'POST', { 'content-type': json }, '{', 400],
    ['bytes that are no message', '/v1/logs', 'POST', { 'content-type': protobuf }, '\u0007', 400],
    [
      'damaged gzip',
      '/v1/logs',
      'POST',
      { 'content-type': json, 'content-encoding': 'gzip' },
      '{}',
      400,
    ],
  ])('refuses %s and says why', (_what, path, method, headers, body, status) =>
    withAgent(async ({ httpUrl, agent }) => {
      const reply = await send(`${httpUrl}${path}`, body, headers, method)
      expect(reply.status).toBe(status)
      expect(reply.body.length).toBeGreaterThan(10)
      expect(agent.balance().observed).toBe(0)
    }),
  )

  it('refuses what is too large, also when it only becomes so', () =>
    withAgent(
      async ({ httpUrl }) => {
        const url = `${httpUrl}/v1/traces`
        const long = ' '.repeat(20_000)
        const type = { 'content-type': json }
        const announced = await send(url, long, type)
        const chunked = await send(url, long, { ...type, 'transfer-encoding': 'chunked' })
        const bomb = await send(url, gzipSync(long), { ...type, 'content-encoding': 'gzip' })
        expect([announced.status, chunked.status, bomb.status]).toEqual([413, 413, 413])
      },
      { limits: { exportBytes: 10_000 } },
    ))

  it('says how many records it rejected', () =>
    withAgent(
      async ({ httpUrl, seen, agent }) => {
        const whole = { resourceSpans: [0, 1, 2].flatMap(() => given['resourceSpans']) }
        const { status, body } = await send(`${httpUrl}/v1/traces`, JSON.stringify(whole), {
          'content-type': json,
        })
        expect(status).toBe(200)
        expect(JSON.parse(body.toString())).toMatchObject({
          partialSuccess: { rejectedSpans: '1' },
        })
        await seen(2)
        expect(agent.counts()).toMatchObject({ records: 2, rejected: 1 })
      },
      { limits: { records: 2 } },
    ))

  it('asks to be sent again later what it cannot keep', () =>
    withAgent(
      async ({ httpUrl, hub, agent }) => {
        await hub.close()
        const url = `${httpUrl}/v1/traces`
        const text = JSON.stringify(given)
        await send(url, text, { 'content-type': json })
        await send(url, text, { 'content-type': json })
        const { status, headers } = await send(url, text, { 'content-type': json })
        expect([status, headers['retry-after']]).toEqual([503, '1'])
        expect(agent.balance()).toMatchObject({ observed: 2, dropped: 0 })
      },
      { limits: { queueLines: 2, exitFlushMs: 1 } },
    ))

  it('outlives exporters that break off', () =>
    withAgent(async ({ httpUrl, agent, seen }) => {
      const { port } = agent.address
      const socket = net.connect(port, '127.0.0.1')
      socket.write(
        'POST /v1/traces HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{',
      )
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.destroy()
      const reply = await send(`${httpUrl}/v1/traces`, JSON.stringify(given), {
        'content-type': json,
      })
      expect(reply.status).toBe(200)
      await seen(1)
    }))
})
