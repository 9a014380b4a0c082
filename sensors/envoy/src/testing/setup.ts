import http, { type RequestListener } from 'node:http'
import type http2 from 'node:http2'
import { type Hub, listen, type Running, startHub, until } from '@weir/testkit/proxy'
import type { TestContext } from 'vitest'
import { type EnvoyAgent, type EnvoyAgentOptions, startAgent } from '../start-agent.ts'
import { type Envoy, envoyPath, publishedConfig, startEnvoy } from './envoy.ts'

export interface Setup {
  readonly app: Running
  readonly hub: Hub
  readonly agent: EnvoyAgent
  readonly envoy: Envoy
  /** The exchanges at the hub, once there are so many. */
  readonly seen: (count: number) => Promise<Hub['exchanges']>
}

export interface SetupOptions {
  readonly agent?: Partial<EnvoyAgentOptions>
  /** Changes to the published file; without them it is used as it is. */
  readonly config?: (published: string) => string
}

export type Service = RequestListener | http.Server | http2.Http2Server

/** Everything between a client and a service: Envoy before it, the agent, and a hub. */
export async function behindEnvoy(
  context: TestContext,
  service: Service,
  test: (setup: Setup) => Promise<void>,
  options: SetupOptions = {},
): Promise<void> {
  if (envoyPath === null) context.skip('needs envoy')
  const app = await listen(typeof service === 'function' ? patientServer(service) : service)
  const hub = await startHub()
  const agent = await startAgent({
    url: hub.url,
    key: 'k',
    listen: { host: '127.0.0.1', port: 0 },
    ...options.agent,
    limits: { batchMs: 5, ...options.agent?.limits },
  })
  const config = options.config?.(publishedConfig) ?? publishedConfig
  const envoy = await startEnvoy({ appPort: app.port, agentPort: agent.address.port, config })
  const seen = async (count: number): Promise<Hub['exchanges']> => {
    await until(() => hub.exchanges.length >= count, `${count} exchanges`)
    return hub.exchanges
  }
  try {
    // Envoy asks nobody before it has found the agent well.
    await until(() => agent.load().sessions > 0, 'Envoy finds the agent')
    await test({ app, hub, agent, envoy, seen })
  } finally {
    await envoy.stop()
    await agent.close()
    await hub.close()
    await app.close()
  }
}

/** On a busy machine a connection lies idle for long; one that ends just then fails the request Envoy sends on it. */
function patientServer(service: RequestListener): http.Server {
  return http.createServer({ keepAliveTimeout: 120_000 }, service)
}
