import { call, startCentre, until } from '@weir/testkit/proxy'
import { expect, it } from 'vitest'
import { hasHaproxy } from './testing/haproxy.ts'
import { behindHaproxy, patient } from './testing/setup.ts'

it('HAProxy carries out what a running centre decides, and takes it back', async (context) => {
  if (!hasHaproxy) context.skip('needs haproxy')
  const centre = await startCentre()
  try {
    await behindHaproxy(
      context,
      (_request, response) => response.end('served'),
      async ({ haproxy, agent }) => {
        await until(() => agent.door()?.connected === true, 'the agent has the decisions')
        const statusFor = async (ip: string): Promise<number> =>
          (await call(haproxy.url, { headers: { 'x-forwarded-for': ip } })).status
        const id = await centre.decide({
          subject: { kind: 'ip', range: '203.0.113.0/24' },
          action: { kind: 'deny' },
        })
        await until(async () => (await statusFor('203.0.113.7')) === 403, 'the door is closed')
        expect(await statusFor('198.51.100.7')).toBe(200)
        await centre.undo(id)
        await until(async () => (await statusFor('203.0.113.7')) === 200, 'the door is open')
      },
      { spoeConfig: patient, agent: { url: centre.url, key: centre.key, door: true } },
    )
  } finally {
    await centre.close()
  }
})
