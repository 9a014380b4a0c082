import http, { type RequestListener } from 'node:http'
import type { Exchange, Payload } from '@weir/schema'
import { expect, it } from 'vitest'
import { bodyOf, call, until } from '@weir/testkit/proxy'
import { behindEnvoy } from './testing/setup.ts'

const requests = 10_000
const warmUp = 1_500
const workers = 32
const limit = 64 * 1024
/** More than any body; each body is a piece of it. */
const pool = randomBytes(512 * 1024)
const letters = Buffer.from(pool.map((byte) => 32 + (byte % 90)))

/** The same bytes every time: xorshift, George Marsaglia 2003. */
function randomBytes(count: number): Buffer {
  const bytes = Buffer.alloc(count)
  let state = 0x9e3779b9
  for (let at = 0; at < count; at += 1) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[at] = state & 0xff
  }
  return bytes
}

/** Mostly small, now and then larger than what Envoy shows; every third is text. */
function bodyFor(number: number, salt: number): Buffer {
  const seed = (number * 2_654_435_761 + salt * 40_503) >>> 0
  const size = number % 50 === salt ? seed % 150_000 : seed % 3_000
  const from = number % 3 === 0 ? letters : pool
  const start = seed % (pool.length - size)
  return from.subarray(start, start + size)
}

const numberOf = (url: string | undefined): number => Number(url?.split('/')[2])

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

type Send = (number: number) => Promise<void>

/** As many at once as there are workers, as fast as it goes; tells how many went in a millisecond. */
async function burst(send: Send, count: number): Promise<number> {
  const began = performance.now()
  let next = 0
  const work = async (): Promise<void> => {
    while (next < count) {
      next += 1
      await send(next - 1)
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return count / (performance.now() - began)
}

/** Begins so many in each millisecond, whether or not those before are answered. */
async function steadily(send: Send, first: number, count: number, perMs: number): Promise<void> {
  const began = performance.now()
  const under: Promise<void>[] = []
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.ceil((performance.now() - began) * perMs))
    for (; sent < due; sent += 1) under.push(send(first + sent))
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(under)
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
