import http, { type RequestListener } from 'node:http'
import { type Decide, pass } from '@weir/sensor'
import { call, rawClient } from '@weir/testkit/proxy'
import { describe, expect, it } from 'vitest'
import { waiting as waitingIn, withPart } from './testing/envoy.ts'
import { behindEnvoy } from './testing/setup.ts'

const decide: Decide = ({ request: { url, method, headers }, src: { ip }, service }) => {
  if (url === '/broken') throw new Error('no decision')
  const isFull = method === 'GET' && service === '127.0.0.1' && ip === '127.0.0.1'
  if (url.startsWith('/secret') && isFull && headers.get('x-tier')?.[0] === 'free') {
    const denial = {
      'content-type': 'application/problem+json',
      'x-weir': 'pé',
      'x bad': '',
      x: '\n',
    }
    return { kind: 'deny', status: 429, headers: denial, body: '{"title":"too much"}' }
  }
  if (url === '/odd') return { kind: 'deny', status: 999, headers: {}, body: '' }
  return pass
}

/** On a busy machine nothing is given up. */
const waiting = (published: string): string => waitingIn(published).replace('0.2s', '5s')

const doors = [
  ['ext_authz', (published: string) => withPart('door', published).replace('0.05s', '5s')],
  ['ext_proc', waiting],
] as const

describe.each(doors)('the door of %s', (name, config) => {
  it('refuses what a decision denies, and passes the rest', (context) => {
    const asked: string[] = []
    const service: RequestListener = (request, response) => {
      asked.push(request.url ?? '')
      response.end('served')
    }
    return behindEnvoy(
      context,
      service,
      async ({ envoy, agent, seen }) => {
        const headers = { 'x-tier': 'free', 'x-forwarded-for': '203.0.113.9' }
        const statuses: number[] = []
        for (const path of ['/ok', '/odd', '/broken', '/ok']) {
          statuses.push((await call(`${envoy.url}${path}`, { headers })).status)
        }
        expect(statuses).toEqual([200, 403, 200, 200])
        const refused = await call(`${envoy.url}/secret?a=1`, { headers })
        expect(refused).toMatchObject({
          status: 429,
          headers: { 'content-type': 'application/problem+json', 'x-weir': 'p\u00c3\u00a9' },
        })
        expect(refused.body.toString()).toBe('{"title":"too much"}')
        expect(asked).toEqual(['/ok', '/broken', '/ok'])
        expect(agent.load().decisionFaults).toBe(1)
        const exchanges = await seen(5)
        const found = exchanges.find(({ request }) => request?.url === '/secret?a=1')
        expect(found?.response?.status).toBe(name === 'ext_authz' ? 429 : undefined)
      },
      { config, agent: { decide } },
    )
  })
})

describe('ext_proc that waits', () => {
  it('lets bodies of known length pass and sees them', (context) =>
    behindEnvoy(
      context,
      (request, response) => {
        response.setHeader('content-length', 12)
        request.pipe(response)
      },
      async ({ envoy, seen }) => {
        const headers = { 'content-length': 12 }
        const reply = await call(envoy.url, { method: 'PUT', headers }, ['hello ', 'again.'])
        expect(reply.body.toString()).toBe('hello again.')
        const [exchange] = await seen(1)
        for (const message of [exchange?.request, exchange?.response]) {
          expect(Buffer.from(message?.body ?? []).toString()).toBe('hello again.')
          expect(message?.truncated).toBe(false)
        }
      },
      { config: waiting },
    ))

  it('never holds up a stream: the first event arrives before there is a second', (context) => {
    const server = http.createServer((request, response) => {
      if (request.url !== '/events') {
        server.emit('more')
        return response.end()
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: first\n\n')
      server.once('more', () => response.end('data: second\n\n'))
      return undefined
    })
    return behindEnvoy(
      context,
      server,
      async ({ envoy, seen }) => {
        const client = rawClient(envoy.port)
        client.write('GET /events HTTP/1.1\r\nhost: a.test\r\n\r\n')
        await client.reads('data: first')
        const [exchange] = await seen(1)
        expect(exchange?.response).toMatchObject({ status: 200, truncated: true })
        await call(`${envoy.url}/more`)
        await client.reads('data: second')
        client.destroy()
      },
      { config: waiting },
    )
  })

  it('answers everything where Envoy may not be told which bodies are wanted', (context) =>
    behindEnvoy(
      context,
      (request, response) => {
        request.pipe(response)
      },
      async ({ envoy }) => {
        const chunks = ['one ', 'two ', 'x'.repeat(200_000)]
        const reply = await call(envoy.url, { method: 'POST' }, chunks)
        expect(reply.body.toString()).toBe(chunks.join(''))
      },
      {
        config: (published) =>
          waiting(published)
            .replace('allow_mode_override: true', '')
            .replaceAll('body_mode: NONE', 'body_mode: STREAMED'),
      },
    ))
})
