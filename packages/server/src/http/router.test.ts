import http, { type IncomingMessage } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Problem } from '../hub.ts'
import type { RequestHandler } from '../ingest/ingest.ts'
import { isAllowedHost } from './host-check.ts'
import { listen } from './listen.ts'
import { createRouter } from './router.ts'

interface Answer {
  readonly status: number
  readonly text: string
}

async function routed(
  problems: readonly Problem[] = [],
): Promise<(path: string, host?: string) => Promise<Answer>> {
  const saying =
    (text: string): RequestHandler =>
    (_request, response) =>
      response.end(text)
  const router = createRouter({
    hub: { problems: () => problems },
    ingest: saying('ingest'),
    doors: {
      handle: (path, _request, response) => {
        if (path !== '/v1/doors/stream') return false
        response.end('doors')
        return true
      },
    },
    api: saying('api'),
    allowedHosts: ['weir.example'],
  })
  const server = await listen(router, '127.0.0.1', 0)
  onTestFinished(() => server.close(0))
  return async (path, host = 'localhost') => {
    const { port } = server
    const request = http.get({ host: '127.0.0.1', port, path, agent: false, headers: { host } })
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject)
    })
    let text = ''
    for await (const chunk of response) text += String(chunk)
    return { status: response.statusCode ?? 0, text }
  }
}

describe('the router', () => {
  it('hands exchanges to ingest by any name, everything else to the API by allowed ones', async () => {
    const ask = await routed()
    expect((await ask('/v1/exchanges?x=1', 'sensors.internal')).text).toBe('ingest')
    expect((await ask('/v1/exchanges/more')).text).toBe('api')
    expect((await ask('/', 'weir.example:7447')).text).toBe('api')
    const strange = await ask('/', 'attacker.example')
    expect(strange.status).toBe(421)
    expect(strange.text).toContain('server.allowed_hosts')
  })
  it('says that the process lives, whatever stands in its way', async () => {
    const problem = { part: 'ledger', what: 'The ledger starts.' } as const
    expect(await (await routed([problem]))('/healthz', 'probe')).toEqual({
      status: 200,
      text: '{"status":"ok","problems":[]}\n',
    })
  })
  it('says whether it is ready, and what is in the way', async () => {
    const problem = { part: 'ledger', what: 'The ledger starts.' } as const
    expect((await (await routed())('/readyz', 'probe')).status).toBe(200)
    const { status, text } = await (await routed([problem]))('/readyz', 'probe')
    expect(status).toBe(503)
    expect(JSON.parse(text)).toEqual({ status: 'not ready', problems: [problem] })
  })
})

describe('a host header', () => {
  it.each(['localhost', 'LOCALHOST:80', 'a.localhost', '127.0.0.1:7447', '10.1.2.3', '[::1]:7447'])(
    '%s is allowed: no other site can have it',
    (host) => {
      expect(isAllowedHost(host, [])).toBe(true)
    },
  )
  it.each([
    '',
    'evil.example',
    'localhost.evil.example',
    'xlocalhost',
    'a b',
    '[::1',
    '127.0.0.1:x',
  ])('%j is not', (host) => {
    expect(isAllowedHost(host, ['weir.example'])).toBe(false)
  })
  it('is allowed by name, with a port or a dot at its end, and not by part of a name', () => {
    const allowed = ['weir.example']
    expect(isAllowedHost('Weir.Example:443', allowed)).toBe(true)
    expect(isAllowedHost('weir.example.', allowed)).toBe(true)
    expect(isAllowedHost('sub.weir.example', allowed)).toBe(false)
    expect(isAllowedHost(undefined, allowed)).toBe(false)
  })
})
