import http from 'node:http'
import { describe, expect, it, type TestContext } from 'vitest'
import {
  type AgentProcess,
  call,
  freePort,
  type Hub,
  listen,
  type LoadReport,
  startAgentProcess,
  startCentre,
  startHub,
  steadyLoad,
  underWay,
  until,
} from '@weir/testkit/proxy'
import { envoyPath, publishedConfig, startEnvoy, waiting } from './testing/envoy.ts'
import { weirEnvoy } from './testing/weir-envoy.ts'

/** Nothing waits for the agent; the rest is a machine that does other things. */
const boundMs = 1_000
/** So many that some calls are under way whenever something fails. */
const clients = 16

interface Faulty {
  readonly agent: AgentProcess
  readonly hub: Hub
  readonly url: string
  readonly load: (durationMs: number) => Promise<LoadReport>
  readonly restart: () => Promise<AgentProcess>
}

interface Means {
  readonly env?: Readonly<Record<string, string>>
  readonly config?: string
  readonly service?: http.RequestListener
}

const balance: http.RequestListener = (request, response) => {
  request.resume()
  request.on('end', () => response.end('{"balance":12.5}'))
}

async function withAgentProcess(
  context: TestContext,
  test: (faulty: Faulty) => Promise<void>,
  { env = {}, config = publishedConfig, service = balance }: Means = {},
): Promise<void> {
  if (envoyPath === null) context.skip('needs envoy')
  const app = await listen(http.createServer({ keepAliveTimeout: 120_000 }, service))
  const hub = await startHub()
  const environment = { WEIR_URL: hub.url, WEIR_SENSOR_KEY: 'k', WEIR_SENSOR_BATCH_MS: '5', ...env }
  const agent = await startAgentProcess(weirEnvoy, environment)
  const agents = [agent]
  const envoy = await startEnvoy({ appPort: app.port, agentPort: agent.port, config })
  try {
    await test({
      agent,
      hub,
      url: envoy.url,
      load: (durationMs) => steadyLoad(envoy.url, durationMs, clients),
      restart: async () => {
        const next = await startAgentProcess(weirEnvoy, environment, agent.port)
        agents.push(next)
        return next
      },
    })
  } finally {
    await envoy.stop()
    for (const each of agents) each.kill('SIGKILL')
    await hub.close()
    await app.close()
  }
}

function expectUnharmed(report: LoadReport): void {
  expect(report.failed).toEqual([])
  expect(report.count).toBeGreaterThan(10)
  expect(report.slowestMs).toBeLessThan(boundMs)
}

const filters = [
  ['observes', publishedConfig],
  ['waits', waiting(publishedConfig)],
] as const

describe.each(filters)('where Envoy %s', (_what, config) => {
  it('no request fails when the agent is killed and comes back', { timeout: 60_000 }, (context) =>
    withAgentProcess(
      context,
      async ({ agent, hub, load, restart }) => {
        expectUnharmed(await load(500))
        const killed = load(3_000)
        await underWay(hub)
        agent.kill('SIGKILL')
        await agent.ended()
        expectUnharmed(await killed)
        await restart()
        const before = hub.exchanges.length
        await until(async () => {
          expectUnharmed(await load(500))
          return hub.exchanges.length > before
        }, 'Envoy finds the agent again')
      },
      { config },
    ),
  )

  it(
    'no request fails, nor waits for long, when the agent hangs and goes on',
    { timeout: 60_000 },
    (context) =>
      withAgentProcess(
        context,
        async ({ agent, hub, load }) => {
          expectUnharmed(await load(500))
          const hung = load(3_000)
          await underWay(hub)
          agent.kill('SIGSTOP')
          expectUnharmed(await hung)
          // By now Envoy knows: nothing waits for the agent any more.
          const knowing = await load(1_000)
          expectUnharmed(knowing)
          expect(knowing.medianMs).toBeLessThan(20)
          agent.kill('SIGCONT')
          const before = hub.exchanges.length
          await until(async () => {
            expectUnharmed(await load(500))
            return hub.exchanges.length > before
          }, 'Envoy finds the agent again')
        },
        { config },
      ),
  )
})

it('a response that is to be redacted passes when the agent hangs', async (context) => {
  if (envoyPath === null) context.skip('needs envoy')
  const centre = await startCentre()
  const env = { WEIR_URL: centre.url, WEIR_SENSOR_KEY: centre.key, WEIR_DOOR: 'on' }
  let meanwhile = (): void => undefined
  const service: http.RequestListener = (_request, response) => {
    meanwhile()
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"iban":1}')
  }
  const test = async ({ agent, url }: Faulty): Promise<void> => {
    const action = { kind: 'redact', fields: ['iban'] }
    await centre.decide({ subject: { kind: 'principal', name: 'mallory' }, action })
    const asked = async (): Promise<string> =>
      (await call(url, { auth: 'mallory:secret' })).body.toString()
    await until(async () => (await asked()) === '{"iban":"redacted"}', 'the door redacts')
    meanwhile = () => agent.kill('SIGSTOP')
    expect(await asked()).toBe('{"iban":1}')
  }
  try {
    await withAgentProcess(context, test, { env, config: waiting(publishedConfig), service })
  } finally {
    await centre.close()
  }
})

it('no request fails when the agent is told to end, and it says where every exchange went', (context) =>
  withAgentProcess(context, async ({ agent, hub, load }) => {
    const ending = load(2_000)
    await until(() => hub.exchanges.length > 100, 'some exchanges')
    agent.kill('SIGTERM')
    expect(await agent.ended()).toBe(0)
    expectUnharmed(await ending)
    const count = hub.exchanges.length
    expect(agent.said()).toContain(`${count} exchanges observed, ${count} sent, 0 dropped`)
  }))

it('no request fails when there is no hub, and what is lost is counted', (context) =>
  withAgentProcess(
    context,
    async ({ agent, load }) => {
      const report = await load(2_000)
      expectUnharmed(report)
      agent.kill('SIGTERM')
      expect(await agent.ended()).toBe(0)
      const [, observed, sent, dropped, full] =
        /(\d+) exchanges observed, (\d+) sent, (\d+) dropped \(queue-full=(\d+), closed=\d+\)/.exec(
          agent.said(),
        ) ?? []
      // An agent that gets no processor for a second is not asked for a moment.
      expect(Number(observed)).toBeGreaterThan(report.count / 10)
      expect([sent, dropped]).toEqual(['0', observed])
      expect(Number(full)).toBeGreaterThan(0)
    },
    {
      env: {
        WEIR_URL: 'http://127.0.0.1:9',
        WEIR_SENSOR_QUEUE_BYTES: '20000',
        WEIR_SENSOR_EXIT_MS: '200',
      },
    },
  ))

it('no request fails where there never was an agent', async (context) => {
  if (envoyPath === null) context.skip('needs envoy')
  const app = await listen(
    http.createServer({ keepAliveTimeout: 120_000 }, (_request, response) => response.end('ok')),
  )
  const envoy = await startEnvoy({ appPort: app.port, agentPort: await freePort() })
  expectUnharmed(await steadyLoad(envoy.url, 2_000))
  await envoy.stop()
  await app.close()
})
