import http, { type RequestListener } from 'node:http'
import type { Exchange, Payload } from '@weir/schema'
import { expect, it } from 'vitest'
import { bodyFor, bodyOf, call, numberOf } from '@weir/testkit/proxy'
import { behindHaproxy, patient } from './testing/setup.ts'

const requests = 10_000
const workers = 32
const limit = 64 * 1024

/** Answers with the body for its number; 500 where what came is not what was sent. */
const service: RequestListener = (request, response) => {
  const number = numberOf(request.url)
  bodyOf(request).then(
    (body) => {
      response.statusCode = body.equals(bodyFor(number, 1)) ? 200 : 500
      response.end(bodyFor(number, 2))
    },
    () => response.destroy(),
  )
}

function expectBytes(payload: Payload | null | undefined, sent: Buffer): void {
  if (payload === null || payload === undefined) throw new Error('no message')
  const body = Buffer.from(payload.body)
  expect(body.equals(sent.subarray(0, body.length))).toBe(true)
  expect(payload.bodySize).toBe(sent.length)
  expect(payload.truncated).toBe(body.length < sent.length)
  // A buffer of HAProxy's, less its reserve and the headers; less again where a character was cut.
  if (payload.truncated) expect(body.length).toBeGreaterThan(limit - 3_000)
}

function expectWhole(exchange: Exchange): void {
  const number = numberOf(exchange.request?.url)
  expectBytes(exchange.request, bodyFor(number, 1))
  expectBytes(exchange.response, bodyFor(number, 2))
  expect(exchange.response?.status).toBe(200)
}

it(
  'shows every one of 10,000 exchanges, with the bytes that passed',
  { timeout: 180_000 },
  (context) =>
    behindHaproxy(
      context,
      service,
      async ({ haproxy, agent, seen }) => {
        const client = new http.Agent({ keepAlive: true, maxSockets: workers })
        let next = 0
        const work = async (): Promise<void> => {
          while (next < requests) {
            const number = next
            next += 1
            const options = { method: 'POST', agent: client }
            const sent = bodyFor(number, 1)
            const reply = await call(`${haproxy.url}/things/${number}`, options, [sent])
            expect(reply.status).toBe(200)
            expect(reply.body.equals(bodyFor(number, 2))).toBe(true)
          }
        }
        await Promise.all(Array.from({ length: workers }, work))
        const exchanges = await seen(requests)
        for (const exchange of exchanges) expectWhole(exchange)
        expect(new Set(exchanges.map(({ request }) => request?.url)).size).toBe(requests)
        expect(new Set(exchanges.map(({ id }) => id)).size).toBe(requests)
        await agent.flush()
        expect(agent.balance()).toMatchObject({
          observed: requests,
          sent: requests,
          dropped: 0,
          queued: 0,
        })
        expect(agent.load()).toMatchObject({ exchanges: 0, bytes: 0, backlog: 0, unmatched: 0 })
        client.destroy()
      },
      // The hub of this test shares its process with everybody else and falls behind.
      { spoeConfig: patient, agent: { limits: { queueBytes: 1e9, queueLines: requests } } },
    ),
)
