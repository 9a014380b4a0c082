import { pass, type Verdict } from '@weir/sensor'
import { expect, it } from 'vitest'
import { call } from '@weir/testkit/proxy'
import { behindHaproxy, patient } from './testing/setup.ts'

const body = '{"error":"“nein” 100 % %[src] | #{}\\\\ \'"}\n'

const refusal = (status: number, headers: Record<string, string> = {}): Verdict => ({
  kind: 'deny',
  status,
  headers,
  body,
})
const verdicts: ReadonlyMap<string, Verdict> = new Map<string, Verdict>([
  ['/forbidden', refusal(403)],
  ['/slow-down', refusal(429, { 'retry-after': '7' })],
  ['/who', refusal(401, { 'www-authenticate': 'Bearer error="x", max_age="0"' })],
  ['/teapot', refusal(418)],
  ['/nobody', refusal(401)],
  ['/full', refusal(429)],
  ['/gone', refusal(404)],
  ['/later', refusal(503)],
  ['/marked', { kind: 'allow', tag: 'watched', redact: [], captureBytes: 0 }],
])

it('HAProxy refuses what a decision denies, and passes the rest', (context) => {
  const asked: string[] = []
  return behindHaproxy(
    context,
    (request, response) => {
      const tag = request.headers['weir-tag']
      asked.push(`${request.url}${tag === undefined ? '' : ` ${String(tag)}`}`)
      response.end('served')
    },
    async ({ haproxy, seen }) => {
      const statuses: number[] = []
      const fields: unknown[] = []
      const paths = ['/ok', '/forbidden', '/slow-down', '/who', '/teapot', '/ok', '/marked']
      for (const path of [...paths, '/nobody', '/full', '/gone', '/later']) {
        const {
          status,
          headers,
          body: said,
        } = await call(`${haproxy.url}${path}`, {
          headers: { 'weir-tag': 'forged' },
        })
        statuses.push(status)
        const isRefused = status !== 200
        expect(said.toString()).toBe(isRefused ? body : 'served')
        if (isRefused) expect(headers['content-type']).toBe('text/plain; charset=utf-8')
        fields.push(headers['www-authenticate'] ?? headers['retry-after'])
      }
      expect(statuses).toEqual([200, 403, 429, 401, 403, 200, 200, 401, 429, 404, 503])
      expect(fields.slice(1, 4)).toEqual([undefined, '7', 'Bearer error="x", max_age="0"'])
      expect(fields.slice(4)).toEqual(fields.slice(4).map(() => undefined))
      expect(asked).toEqual(['/ok', '/ok', '/marked watched'])
      const exchanges = await seen(11)
      expect(exchanges.filter(({ response }) => response === null)).toHaveLength(8)
    },
    {
      spoeConfig: patient,
      agent: {
        limits: { unansweredMs: 500 },
        decide: ({ request: { url } }) => verdicts.get(url) ?? pass,
      },
    },
  )
})

it('HAProxy shows what a decision captures, whatever is sampled otherwise', (context) =>
  behindHaproxy(
    context,
    (_request, response) => response.end('served'.repeat(50)),
    async ({ haproxy, agent, seen }) => {
      for (const path of ['/ok', '/asked', '/ok']) {
        await call(`${haproxy.url}${path}`, { method: 'POST' }, ['sent'.repeat(50)])
      }
      const [exchange, ...others] = await seen(1)
      await agent.flush()
      expect(others).toEqual([])
      expect(exchange?.request?.url).toBe('/asked')
      expect(Buffer.from(exchange?.request?.body ?? []).toString()).toBe('sent'.repeat(50))
      expect(Buffer.from(exchange?.response?.body ?? []).toString()).toBe('served'.repeat(50))
      await expect.poll(() => agent.balance().droppedBy.sampled).toBe(2)
    },
    {
      spoeConfig: patient,
      agent: {
        sampleRate: 0,
        limits: { bodyBytes: 10 },
        decide: ({ request: { url } }) =>
          url === '/asked' ? { ...pass, captureBytes: 1_048_576 } : pass,
      },
    },
  ))
