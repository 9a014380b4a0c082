import http from 'node:http'
import { gzipSync } from 'node:zlib'
import type { Exchange } from '@weir/schema'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bodyOf, listen, type Running } from './testing/servers.ts'
import { type Watched, watch } from './testing/watched.ts'

const bodyBytes = 600
const coded = gzipSync('{"coded":true}')
let watched: Watched
let running: Running

beforeAll(async () => {
  running = await listen(
    http.createServer((request, response) => {
      void answer(request, response)
    }),
  )
})
afterAll(() => running.close())
beforeEach(() => {
  watched = watch({ limits: { bodyBytes } })
})
afterEach(() => watched.close())

async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.url === '/hang') return
  const body = await bodyOf(request)
  if (request.url === '/gzip') response.setHeader('content-encoding', 'gzip').end(coded)
  else if (request.url === '/moved') response.writeHead(307, { location: '/end' }).end('gone')
  else if (request.url === '/breaks') {
    response.write('begun')
    setImmediate(() => response.destroy())
  } else if (request.method === 'HEAD') response.setHeader('content-length', 20).end()
  else response.end(body)
}

async function client(count = 1): Promise<readonly Exchange[]> {
  return await watched.seenFrom('client', count * 2)
}

describe('fetch, watched', () => {
  it('tells what was sent and answered as it was on the wire', async () => {
    const response = await fetch(`${running.url}/a?b=c`, {
      method: 'POST',
      headers: { 'X-Mine': 'y' },
      body: 'häl',
    })
    expect(await response.text()).toBe('häl')
    const [exchange] = await client()
    expect(exchange?.request).toMatchObject({ method: 'POST', url: '/a?b=c', version: '1.1' })
    expect(exchange?.request?.headers.get('x-mine')).toEqual(['y'])
    expect(exchange?.request?.headers.get('user-agent')).toEqual(['node'])
    expect(Buffer.from(exchange?.request?.body ?? []).toString()).toBe('häl')
    expect(exchange?.response).toMatchObject({ status: 200, truncated: false })
    expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe('häl')
    expect(exchange?.dst).toMatchObject({ host: '127.0.0.1', ip: '127.0.0.1', port: running.port })
    expect(exchange?.src).toMatchObject({ ip: '127.0.0.1', service: 'tested' })
    expect(exchange?.request?.truncated).toBe(false)
  })

  it('keeps bodies octet for octet up to its limit, and never changes what the host reads', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 1_500 }),
        fc.boolean(),
        async (body, streamed) => {
          const sent = Buffer.from(body)
          const init = streamed
            ? { body: new Blob([sent]).stream(), duplex: 'half' as const }
            : { body: sent }
          const response = await fetch(running.url, { method: 'POST', ...init })
          expect(Buffer.from(await response.arrayBuffer()).equals(sent)).toBe(true)
          const [exchange] = await client()
          for (const payload of [exchange?.request, exchange?.response]) {
            const kept = Buffer.from(payload?.body ?? [])
            expect(kept.equals(sent.subarray(0, kept.length))).toBe(true)
            expect(kept.length).toBeGreaterThan(Math.min(sent.length, bodyBytes) - 4)
            expect(payload?.bodySize).toBe(sent.length)
            expect(payload?.truncated).toBe(sent.length > bodyBytes)
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(watched.sensor.load()).toEqual({ exchanges: 0, bytes: 0 })
  }, 30_000)

  it('keeps a coded body as it came, while the host reads it decoded', async () => {
    const response = await fetch(`${running.url}/gzip`)
    expect(await response.json()).toEqual({ coded: true })
    const [exchange] = await client()
    expect(Buffer.from(exchange?.response?.body ?? []).equals(coded)).toBe(true)
    expect(exchange?.response?.headers.get('content-encoding')).toEqual(['gzip'])
  })

  it('sees each request of a redirect', async () => {
    const response = await fetch(`${running.url}/moved`, { method: 'POST', body: 'again' })
    expect([response.redirected, await response.text()]).toEqual([true, 'again'])
    const seen = await client(2)
    expect(seen.map(({ request, response: got }) => [request?.url, got?.status])).toEqual([
      ['/moved', 307],
      ['/end', 200],
    ])
  })

  it('accepts what fetch accepts: a Request, a URL, HEAD', async () => {
    await (await fetch(new Request(`${running.url}/request`, { headers: { a: 'b' } }))).text()
    await (await fetch(new URL(`${running.url}/url`))).text()
    await fetch(`${running.url}/head`, { method: 'HEAD' })
    const seen = await client(3)
    expect(seen.map(({ request }) => request?.url)).toEqual(['/request', '/url', '/head'])
    expect(seen.map(({ response }) => [response?.bodySize, response?.truncated])).toEqual(
      seen.map(() => [0, false]),
    )
  })

  it('says that there was no answer when the host gives up', async () => {
    const abort = new AbortController()
    const failed = fetch(`${running.url}/hang`, { signal: abort.signal }).catch(({ name }) => name)
    await expect.poll(() => watched.sensor.load().exchanges).toBe(2)
    abort.abort()
    expect(await failed).toBe('AbortError')
    const [exchange] = await client()
    expect(exchange?.response).toBeNull()
  })

  it('marks an answer that broke off, and the host gets its error', async () => {
    const response = await fetch(`${running.url}/breaks`)
    await expect(response.text()).rejects.toThrow('terminated')
    const [exchange] = await client()
    expect(exchange?.response).toMatchObject({ status: 200, truncated: true })
  })

  it('fails as it does without a sensor', async () => {
    const attempt = (input: unknown): Promise<unknown> =>
      Reflect.apply(fetch, undefined, [input]).then(
        () => null,
        (error: unknown) => String(error),
      )
    const inputs = ['http://127.0.0.1:1/', 'no address', 7, 'ftp://a/b', undefined]
    const withSensor = await Promise.all(inputs.map(attempt))
    expect(watched.sensor.load()).toEqual({ exchanges: 0, bytes: 0 })
    expect(watched.sensor.balance().observed).toBe(0)
    await watched.close()
    expect(withSensor).toEqual(await Promise.all(inputs.map(attempt)))
  })

  it('looks like the function it stands before and leaves when closed', async () => {
    const wrapped = fetch
    expect([wrapped.name, wrapped.length]).toEqual(['fetch', 1])
    await watched.close()
    expect(fetch).not.toBe(wrapped)
    const response = await fetch(running.url, { method: 'POST', body: 'x' })
    expect(await response.text()).toBe('x')
    expect(watched.sensor.balance().observed).toBe(0)
  })
})
