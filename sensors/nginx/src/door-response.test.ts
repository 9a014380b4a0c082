import http from 'node:http'
import type { Exchange } from '@weir/schema'
import { decodeMessages } from '@weir/schema/protobuf'
import {
  bodyOf,
  type Centre,
  redactable,
  redactableService,
  startCentre,
  until,
} from '@weir/testkit/proxy'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { lua, missing, type Nginx } from './testing/nginx.ts'
import { call, listen, type Reply, type Running } from './testing/servers.ts'
import { startWatched } from './testing/watched-nginx.ts'

const timeout = 60_000
const { text, hidden, long, coded } = redactable

let centre: Centre
let app: Running
let between: Running
let nginx: Nginx
const exchanges: Exchange[] = []

beforeEach((ctx) => {
  const lacking = missing(lua)
  if (lacking !== null) ctx.skip(lacking)
})

/** Keeps what the sensor sends, and hands everything else on to the centre. */
function standBetween(request: http.IncomingMessage, response: http.ServerResponse): void {
  if (request.url === '/v1/exchanges') {
    void bodyOf(request).then((body) => {
      exchanges.push(...decodeMessages(body))
      response.writeHead(202).end('{}')
    })
    return
  }
  const { method, headers, url = '' } = request
  const onward = http.request(new URL(url, centre.url), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    response.flushHeaders()
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}

beforeAll(async () => {
  if (missing(lua) !== null) return
  centre = await startCentre()
  between = await listen(http.createServer(standBetween))
  app = await listen(http.createServer(redactableService))
  nginx = await startWatched({
    hubUrl: between.url,
    settings: `door = true, key = "${centre.key}", batch_ms = 20, sample = 0, body_bytes = 1000`,
    server: `location / { proxy_pass http://127.0.0.1:${app.port}; proxy_set_header Host $host; }`,
  })
  await until(
    async () => JSON.stringify(await centre.read('/api/v1/doors')).includes('"behind":0'),
    'nginx is a door',
  )
}, timeout)
afterAll(async () => {
  await nginx?.close()
  await app?.close()
  await between?.close()
  await centre?.close()
})

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })

function ask(path: string, more: http.RequestOptions = {}): Promise<Reply> {
  const headers = { 'x-forwarded-for': '203.0.113.7', 'accept-encoding': 'gzip' }
  return call(`${nginx.url}${path}`, { agent, headers, ...more })
}

/** In force for one client until the function it gives is called. */
async function decided(action: object): Promise<() => Promise<void>> {
  const subject = { kind: 'ip', range: '203.0.113.7' }
  const id = await centre.decide({ subject, action })
  await holds(1)
  return async () => {
    await centre.undo(id)
    await holds(0)
  }
}

const holds = (count: number): Promise<void> =>
  expect
    .poll(async () => JSON.stringify(await centre.read('/api/v1/doors')), { timeout: 10_000 })
    .toMatch(new RegExp(`"behind":0.*"held":${count}`))

describe('a response nginx redacts', { timeout }, () => {
  it('has values replaced wherever there are any, on one connection', async () => {
    const undo = await decided({ kind: 'redact', fields: redactable.fields })
    for (const path of ['/length', '/chunked', '/length?again']) {
      const { body, headers } = await ask(path)
      expect(body.toString()).toBe(hidden)
      expect([headers.etag, headers['content-length']]).toEqual([undefined, undefined])
    }
    expect((await ask('/head')).body.toString()).toBe('{"accepts":"identity"}')
    const other = { headers: { 'x-forwarded-for': '203.0.113.8' } }
    expect((await ask('/length', other)).body.toString()).toBe(text)
    await undo()
    expect((await ask('/length')).body.toString()).toBe(text)
  })

  it('has all values replaced that several decisions name, however many those are', async () => {
    const many = (letter: string): object => ({
      kind: 'redact',
      fields: [...Array.from({ length: 40 }, (_, index) => `${letter}${index}`), 'iban'],
    })
    const undo = await decided(many('a'))
    const subject = { kind: 'ip', range: '203.0.113.0/24' }
    const id = await centre.decide({ subject, action: many('b') })
    await holds(2)
    expect((await ask('/length')).body.toString()).toBe(
      text.replace('"iban":1', '"iban":"redacted"'),
    )
    await centre.undo(id)
    await undo()
  })

  it('passes as it was where it cannot be redacted, and is counted', async () => {
    const undo = await decided({ kind: 'redact', fields: ['iban'] })
    const replies = [
      await ask('/coded'),
      await ask('/broken'),
      await ask('/part'),
      await ask('/long'),
    ]
    expect(replies.map(({ body }) => body.toString())).toEqual([
      coded.toString(),
      redactable.broken,
      text,
      long,
    ])
    expect((await ask('/longer')).body.toString()).toBe(long)
    expect((await ask('/html')).body.toString()).toBe(text)
    expect((await ask('/length', { method: 'HEAD' })).status).toBe(200)
    await expect
      .poll(async () => JSON.stringify(await centre.read('/api/v1/doors')), { timeout: 10_000 })
      .toContain('"passed_over":5')
    await undo()
  })

  it('is refused where another decision refuses it', async () => {
    const undo = await decided({ kind: 'redact', fields: ['iban'] })
    const subject = { kind: 'ip', range: '203.0.113.0/24' }
    const id = await centre.decide({ subject, action: { kind: 'deny' } })
    await expect.poll(async () => (await ask('/length')).status).toBe(403)
    await centre.undo(id)
    await expect.poll(async () => (await ask('/length')).body.toString()).toContain('redacted')
    await undo()
  })
})

describe('an exchange a decision asks for', { timeout }, () => {
  it('is sent with whole bodies, whatever is kept and sampled otherwise', async () => {
    const sent = 'y'.repeat(60_000)
    await call(
      `${nginx.url}/echo`,
      { method: 'POST', headers: { 'x-forwarded-for': '203.0.113.7' } },
      [sent],
    )
    const undo = await decided({ kind: 'capture', body_bytes: 1_048_576 })
    await call(
      `${nginx.url}/echo?asked`,
      { method: 'POST', headers: { 'x-forwarded-for': '203.0.113.7' } },
      [sent],
    )
    await expect.poll(() => exchanges.length, { timeout: 10_000 }).toBe(1)
    const [exchange] = exchanges
    expect(exchange?.request?.url).toBe('/echo?asked')
    expect(Buffer.from(exchange?.request?.body ?? []).toString()).toBe(sent)
    expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe(sent)
    expect(exchange?.response?.truncated).toBe(false)
    await undo()
  })
})
