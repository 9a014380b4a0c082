import type { RequestListener } from 'node:http'
import http from 'node:http'
import { type HaproxyAgent, type HaproxyAgentOptions, startAgent } from '../start-agent.ts'
import { type Haproxy, type HaproxyOptions, startHaproxy } from './haproxy.ts'
import { type Hub, startHub } from './hub.ts'
import { listen, type Running, until } from './loopback.ts'

export interface Setup {
  readonly app: Running
  readonly hub: Hub
  readonly agent: HaproxyAgent
  readonly haproxy: Haproxy
  /** Resolves when the hub has so many exchanges. */
  readonly seen: (count: number) => Promise<Hub['exchanges']>
  readonly stop: () => Promise<void>
}

interface SetupOptions {
  readonly agent?: Partial<HaproxyAgentOptions>
  readonly haproxy?: Partial<HaproxyOptions>
}

/** Everything between a client and a service: HAProxy before it, the agent, and a hub. */
export async function setUp(
  service: RequestListener | http.Server,
  options: SetupOptions = {},
): Promise<Setup> {
  const app = await listen(service instanceof http.Server ? service : http.createServer(service))
  const hub = await startHub()
  const agent = await startAgent({
    url: hub.url,
    key: 'k',
    listen: { host: '127.0.0.1', port: 0 },
    ...options.agent,
    limits: { batchMs: 5, ...options.agent?.limits },
  })
  const haproxy = await startHaproxy({
    appPort: app.port,
    agentPort: agent.address.port,
    ...options.haproxy,
  })
  return {
    app,
    hub,
    agent,
    haproxy,
    seen: async (count) => {
      await until(() => hub.exchanges.length >= count, `${count} exchanges, ${hub.exchanges.length} came`)
      return hub.exchanges
    },
    stop: async () => {
      await haproxy.stop()
      await agent.close()
      await hub.close()
      await app.close()
    },
  }
}
