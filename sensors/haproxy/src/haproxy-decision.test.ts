import { expect, it } from 'vitest'
import { call } from '@weir/testkit/proxy'
import { behindHaproxy, patient } from './testing/setup.ts'

it('HAProxy refuses what a decision denies, and passes the rest', (context) => {
  const asked: string[] = []
  return behindHaproxy(
    context,
    (request, response) => {
      asked.push(request.url ?? '')
      response.end('served')
    },
    async ({ haproxy, seen }) => {
      const statuses: number[] = []
      for (const path of ['/ok', '/forbidden', '/slow-down', '/ok']) {
        statuses.push((await call(`${haproxy.url}${path}`)).status)
      }
      expect(statuses).toEqual([200, 403, 429, 200])
      expect(asked).toEqual(['/ok', '/ok'])
      const exchanges = await seen(4)
      expect(exchanges.filter(({ response }) => response === null)).toHaveLength(2)
    },
    {
      spoeConfig: patient,
      agent: {
        limits: { unansweredMs: 500 },
        decide: ({ url }) => {
          if (url === '/forbidden') return { kind: 'deny', status: 403 }
          return url === '/slow-down' ? { kind: 'deny', status: 429 } : { kind: 'allow' }
        },
      },
    },
  )
})
