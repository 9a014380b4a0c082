import http, { type RequestListener } from 'node:http'
import type { Exchange, Payload } from '@weir/schema'
import { expect, it } from 'vitest'
import { bodyFor, bodyOf, burst, call, numberOf, steadily, until } from '@weir/testkit/proxy'
import { behindEnvoy } from './testing/setup.ts'

const requests = 10_000
const warmUp = 1_500
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
  expect(payload.truncated).toBe(sent.length > limit)
  // Up to three bytes less where a character was cut.
  expect(body.length).toBeGreaterThan(Math.min(sent.length, limit) - 4)
}

function expectWhole(exchange: Exchange): void {
  const number = numberOf(exchange.request?.url)
  expectBytes(exchange.request, bodyFor(number, 1))
  expectBytes(exchange.response, bodyFor(number, 2))
  expect(exchange.response?.status).toBe(200)
}

it(
  'shows every one of 10,000 exchanges at half of what it can take, with the bytes that passed',
  { timeout: 180_000 },
  (context) =>
    behindEnvoy(
      context,
      service,
      async ({ envoy, agent, seen }) => {
        // Below what Envoy lets one service have at once by default.
        const client = new http.Agent({ keepAlive: true, maxSockets: 500 })
        const send = async (number: number): Promise<void> => {
          const options = { method: 'POST', agent: client }
          const reply = await call(`${envoy.url}/things/${number}`, options, [bodyFor(number, 1)])
          expect(reply.status).toBe(200)
          expect(reply.body.equals(bodyFor(number, 2))).toBe(true)
        }
        const capacity = await burst(send, warmUp)
        await steadily(send, warmUp, requests, capacity / 2)
        const all = warmUp + requests
        const exchanges = await seen(all)
        for (const exchange of exchanges) expectWhole(exchange)
        expect(new Set(exchanges.map(({ request }) => request?.url)).size).toBe(all)
        expect(new Set(exchanges.map(({ id }) => id)).size).toBe(all)
        await agent.flush()
        expect(agent.balance()).toMatchObject({ observed: all, sent: all, dropped: 0, queued: 0 })
        await until(() => agent.load().calls === 0, 'every call is over')
        expect(agent.load()).toMatchObject({ exchanges: 0, bytes: 0, backlog: 0, faults: 0 })
        client.destroy()
      },
      // The hub of this test shares its process with everybody else and falls behind.
      { agent: { limits: { queueBytes: 1e9, queueLines: warmUp + requests } } },
    ),
)
