import http from 'node:http'
import { expect, it, type TestContext } from 'vitest'
import {
  type AgentProcess,
  freePort,
  type Hub,
  listen,
  type LoadReport,
  startAgentProcess,
  startHub,
  steadyLoad,
  underWay,
  until,
} from '@weir/testkit/proxy'
import { hasHaproxy, startHaproxy } from './testing/haproxy.ts'
import { weirSpoe } from './testing/weir-spoe.ts'

/**
 * One message waits 20 ms at most, and a transaction has one more after the first that is not answered at
 * all; the rest is a machine that does other things.
 */
const boundMs = 1_000
/** What waited when the agent hung waits until HAProxy's checks have found out: 1.2 s, and such a machine. */
const hangingBoundMs = 2_500
/** A message that was to be sent when the agent was killed may wait for the timer of `option contstats`. */
const killedBoundMs = 6_000
/** So many that some always wait for the agent. */
const clients = 16

interface Faulty {
  readonly agent: AgentProcess
  readonly hub: Hub
  readonly load: (durationMs: number) => Promise<LoadReport>
  readonly restart: () => Promise<AgentProcess>
}

async function withAgentProcess(
  context: TestContext,
  test: (faulty: Faulty) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (!hasHaproxy) context.skip('needs haproxy')
  const app = await listen(
    http.createServer((request, response) => {
      request.resume()
      request.on('end', () => response.end('{"balance":12.5}'))
    }),
  )
  const hub = await startHub()
  const environment = { WEIR_URL: hub.url, WEIR_SENSOR_KEY: 'k', WEIR_SENSOR_BATCH_MS: '5', ...env }
  const agent = await startAgentProcess(weirSpoe, environment)
  const agents = [agent]
  const haproxy = await startHaproxy({ appPort: app.port, agentPort: agent.port })
  try {
    await test({
      agent,
      hub,
      load: (durationMs) => steadyLoad(haproxy.url, durationMs, clients),
      restart: async () => {
        const next = await startAgentProcess(weirSpoe, environment, agent.port)
        agents.push(next)
        return next
      },
    })
  } finally {
    await haproxy.stop()
    for (const each of agents) each.kill('SIGKILL')
    await hub.close()
    await app.close()
  }
}

function expectUnharmed(report: LoadReport, slowestMs = boundMs): void {
  expect(report.failed).toEqual([])
  expect(report.count).toBeGreaterThan(50)
  expect(report.slowestMs).toBeLessThan(slowestMs)
}

it('no request fails when the agent is killed and comes back', { timeout: 60_000 }, (context) =>
  withAgentProcess(context, async ({ agent, hub, load, restart }) => {
    expectUnharmed(await load(500))
    const killed = load(3_000)
    await underWay(hub)
    agent.kill('SIGKILL')
    await agent.ended()
    expectUnharmed(await killed, killedBoundMs)
    await restart()
    const before = hub.exchanges.length
    await until(async () => {
      expectUnharmed(await load(500))
      return hub.exchanges.length > before
    }, 'HAProxy finds the agent again')
  }),
)

it(
  'no request fails, nor waits for long, when the agent hangs and goes on',
  { timeout: 60_000 },
  (context) =>
    withAgentProcess(context, async ({ agent, hub, load }) => {
      expectUnharmed(await load(500))
      const hung = load(3_000)
      await underWay(hub)
      agent.kill('SIGSTOP')
      expectUnharmed(await hung, hangingBoundMs)
      // By now HAProxy knows: nothing waits for the agent any more.
      const knowing = await load(1_000)
      expectUnharmed(knowing)
      expect(knowing.medianMs).toBeLessThan(20)
      agent.kill('SIGCONT')
      const before = hub.exchanges.length
      await until(async () => {
        expectUnharmed(await load(500))
        return hub.exchanges.length > before
      }, 'HAProxy finds the agent again')
    }),
)

it(
  'no request fails when the agent is told to end, and it says where every exchange went',
  { timeout: 60_000 },
  (context) =>
    withAgentProcess(context, async ({ agent, hub, load }) => {
      const ending = load(3_000)
      await underWay(hub)
      agent.kill('SIGTERM')
      expect(await agent.ended()).toBe(0)
      expectUnharmed(await ending)
      const count = hub.exchanges.length
      expect(agent.said()).toContain(`${count} exchanges observed, ${count} sent, 0 dropped`)
    }),
)

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
      expect(Number(observed)).toBeGreaterThan(report.count / 2)
      expect([sent, dropped]).toEqual(['0', observed])
      expect(Number(full)).toBeGreaterThan(0)
    },
    {
      WEIR_URL: 'http://127.0.0.1:9',
      WEIR_SENSOR_QUEUE_BYTES: '20000',
      WEIR_SENSOR_EXIT_MS: '200',
    },
  ))

it('no request fails where there never was an agent', async (context) => {
  if (!hasHaproxy) context.skip('needs haproxy')
  const app = await listen(http.createServer((_request, response) => response.end('ok')))
  const haproxy = await startHaproxy({ appPort: app.port, agentPort: await freePort() })
  expectUnharmed(await steadyLoad(haproxy.url, 2_000))
  await haproxy.stop()
  await app.close()
})
