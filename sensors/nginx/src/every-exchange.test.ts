import { createHash } from 'node:crypto'
import http from 'node:http'
import type { Exchange } from '@weir/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { bodyOf, call, listen, type Running } from './testing/servers.ts'
import { testHub, type TestHub } from './testing/test-hub.ts'
import { startWatched } from './testing/watched-nginx.ts'

const total = 10_000
const clients = 32
const limit = 8_192

let hub: TestHub
let upstream: Running
let nginx: Nginx

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

beforeAll(async () => {
  if (missing(lua) !== null) return
  hub = await testHub()
  upstream = await listen(
    http.createServer((request, response) => {
      const number = Number(request.url?.split('/')[2])
      void bodyOf(request).then(() => response.end(octets('answer', number)))
    }),
  )
  nginx = await startWatched({
    hubUrl: hub.url,
    workers: 2,
    settings: `body_bytes = ${limit}, queue_bytes = 256 * 1024 * 1024`,
    http: `upstream up { server 127.0.0.1:${upstream.port}; keepalive 32; }`,
    server: 'location / { proxy_pass http://up; }',
  })
})

afterAll(async () => {
  await nginx?.close()
  await upstream?.close()
  await hub?.close()
})

/** Octets that depend on nothing but their name: text, JSON or noise, of any size up to 48 KiB. */
function octets(kind: string, number: number): Buffer {
  const seed = createHash('sha256').update(`${kind} ${number}`).digest()
  const size = seed.readUInt16LE(0) >> (seed.readUInt8(2) % 16)
  const noise = Buffer.alloc(Math.min(size, 48 * 1_024), seed)
  const form = seed.readUInt8(3) % 3
  if (form === 0) return noise
  const text = form === 1 ? 'Größe "\\\n\u0001 𝄞 ' : '{"name":"Zoë","list":[1,2,3]}'
  return Buffer.from(text.repeat(Math.ceil(noise.length / 24))).subarray(0, noise.length)
}

/** What was kept is the beginning; of text a character that was cut in two may be missing. */
function expectBeginning(
  message: { readonly body: Uint8Array; readonly bodySize: number; readonly truncated: boolean },
  sent: Buffer,
): void {
  const kept = sent.subarray(0, message.body.length)
  expect(Buffer.compare(message.body, kept)).toBe(0)
  expect(message.body.length).toBeGreaterThanOrEqual(Math.min(sent.length, limit) - 3)
  expect(message.bodySize).toBeGreaterThanOrEqual(Math.min(sent.length, limit))
  expect(message.truncated).toBe(sent.length > limit)
  if (sent.length > limit) expect(message.bodySize).toBe(sent.length)
}

async function sendAll(): Promise<number> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients })
  let next = 0
  let failed = 0
  const client = async (): Promise<void> => {
    while (next < total) {
      const number = next
      next += 1
      const method = number % 4 === 0 ? 'GET' : 'POST'
      const body = method === 'GET' ? [] : [octets('question', number)]
      const reply = await call(`${nginx.url}/n/${number}`, { method, agent }, body)
      if (reply.status !== 200 || !reply.body.equals(octets('answer', number))) failed += 1
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  return failed
}

describe('the nginx sensor', () => {
  it('reports each of 10,000 exchanges once, octet for octet up to its limit', async () => {
    expect(await sendAll()).toBe(0)
    const seen = await hub.seen('/n/', total)
    const byUrl = new Map<string, Exchange>(seen.map((one) => [one.request?.url ?? '', one]))
    expect(seen).toHaveLength(total)
    expect(byUrl.size).toBe(total)
    for (let number = 0; number < total; number += 1) {
      const exchange = byUrl.get(`/n/${number}`)
      if (!exchange?.request || !exchange.response) throw new Error(`${number} is not whole`)
      expect(exchange.request.method).toBe(number % 4 === 0 ? 'GET' : 'POST')
      const sent = number % 4 === 0 ? Buffer.alloc(0) : octets('question', number)
      expectBeginning(exchange.request, sent)
      expectBeginning(exchange.response, octets('answer', number))
    }
  }, 120_000)

  it('accounts for every exchange', () => {
    const observed = hub.balances().reduce((sum, one) => sum + one.observed, 0)
    const dropped = hub.balances().reduce((sum, one) => sum + one.dropped, 0)
    expect({ observed, dropped }).toEqual({ observed: total, dropped: 0 })
    expect(new Set(hub.exchanges.map(({ id }) => id)).size).toBe(total)
  })

  it('says nothing in the error log', () => {
    expect(nginx.errorLog()).not.toMatch(/weir:|lua/i)
  })
})
