import { call, startCentre, until } from '@weir/testkit/proxy'
import { expect, it } from 'vitest'
import { envoyPath, withPart } from './testing/envoy.ts'
import { behindEnvoy } from './testing/setup.ts'

it('Envoy carries out what a running centre decides, and takes it back', async (context) => {
  if (envoyPath === null) context.skip('needs envoy')
  const centre = await startCentre()
  try {
    await behindEnvoy(
      context,
      (_request, response) => response.end('served'),
      async ({ envoy, agent }) => {
        await until(() => agent.door()?.connected === true, 'the agent has the decisions')
        // Envoy writes its own address where the peer is on loopback, so addresses tell nobody apart here.
        const asked = (user: string): ReturnType<typeof call> =>
          call(envoy.url, { auth: `${user}:secret` })
        const id = await centre.decide({
          subject: { kind: 'principal', name: 'mallory' },
          action: { kind: 'challenge', max_age: 0 },
        })
        await until(async () => (await asked('mallory')).status === 401, 'the door is closed')
        expect((await asked('mallory')).headers['www-authenticate']).toContain('max_age="0"')
        expect((await asked('alice')).status).toBe(200)
        await centre.undo(id)
        await until(async () => (await asked('mallory')).status === 200, 'the door is open')
      },
      {
        config: (published) => withPart('door', published).replace('0.05s', '5s'),
        agent: { url: centre.url, key: centre.key, door: true },
      },
    )
  } finally {
    await centre.close()
  }
})
