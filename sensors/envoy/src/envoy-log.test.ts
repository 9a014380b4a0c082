import { once } from 'node:events'
import http from 'node:http'
import { call, rawClient } from '@weir/testkit/proxy'
import { expect, it } from 'vitest'
import { withPart } from './testing/envoy.ts'
import { behindEnvoy } from './testing/setup.ts'

/** The log in place of ext_proc. */
const logOnly = (published: string): string =>
  withPart('log', published).replace(
    / *# --- Weir: begin ---\n *- name: weir\n[^]*?# --- Weir: end ---\n/,
    '',
  )

it('the log of Envoy tells of exchanges without their bodies', (context) =>
  behindEnvoy(
    context,
    (request, response) => {
      request.resume()
      response.setHeader('location', '/made/1')
      request.on('end', () => response.writeHead(201).end('x'.repeat(70_000)))
    },
    async ({ app, envoy, agent, seen }) => {
      const headers = { 'user-agent': 'till/2', authorization: 'Bearer t', 'content-length': 5 }
      const options = { method: 'POST', headers: { ...headers, 'x-forwarded-for': '203.0.113.9' } }
      await call(`${envoy.url}/made?a=1`, options, ['hello'])
      const [exchange] = await seen(1)
      expect(exchange).toMatchObject({
        src: { ip: '127.0.0.1' },
        dst: { host: '127.0.0.1', ip: '127.0.0.1', port: app.port },
        request: { method: 'POST', url: '/made?a=1', version: '1.1', bodySize: 5, truncated: true },
        response: { status: 201, bodySize: 70_000, truncated: true },
      })
      expect(exchange?.durationMs).toBeGreaterThan(0)
      expect(Math.abs((exchange?.ts ?? 0) - Date.now())).toBeLessThan(60_000)
      expect(exchange?.request?.headers.get('authorization')).toEqual(['Bearer t'])
      expect(exchange?.request?.headers.get('user-agent')).toEqual(['till/2'])
      expect(exchange?.request?.headers.get('host')).toEqual([`127.0.0.1:${envoy.port}`])
      expect(exchange?.request?.headers.get('x-forwarded-for')?.[0]).toMatch(/^203\.0\.113\.9,/)
      expect(exchange?.response?.headers.get('location')).toEqual(['/made/1'])
      expect(agent.load()).toMatchObject({ faults: 0, bytes: 0 })
    },
    { config: logOnly },
  ))

it('the log tells of requests nobody answered', (context) => {
  const server = http.createServer((request) => {
    request.resume()
    server.emit('asked')
  })
  const asked = once(server, 'asked')
  return behindEnvoy(
    context,
    server,
    async ({ envoy, seen }) => {
      const client = rawClient(envoy.port)
      client.write('GET /gone HTTP/1.1\r\nhost: a.test\r\n\r\n')
      await asked
      client.destroy()
      const [exchange] = await seen(1)
      expect(exchange).toMatchObject({ request: { url: '/gone' }, response: null })
    },
    { config: logOnly },
  )
})

it('the log tells of every one of 2,000 requests', (context) =>
  behindEnvoy(
    context,
    (_request, response) => response.end('ok'),
    async ({ envoy, agent, seen }) => {
      const client = new http.Agent({ keepAlive: true, maxSockets: 16 })
      const numbers = Array.from({ length: 2_000 }, (_, index) => index)
      await Promise.all(numbers.map((number) => call(`${envoy.url}/${number}`, { agent: client })))
      const exchanges = await seen(numbers.length)
      expect(new Set(exchanges.map(({ request }) => request?.url)).size).toBe(numbers.length)
      expect(agent.balance()).toMatchObject({ observed: numbers.length, dropped: 0 })
      client.destroy()
    },
    { config: logOnly },
  ))
