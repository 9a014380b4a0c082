import { type Hub, startHub, until } from '@weir/testkit/proxy'
import { type OtelAgent, type OtelAgentOptions, startAgent } from '../start-agent.ts'

export interface Setup {
  readonly hub: Hub
  readonly agent: OtelAgent
  readonly httpUrl: string
  readonly grpcUrl: string
  /** The exchanges at the hub, once there are so many. */
  readonly seen: (count: number) => Promise<Hub['exchanges']>
}

const anyPort = { host: '127.0.0.1', port: 0 }

/** An agent and a hub behind it. */
export async function withAgent(
  test: (setup: Setup) => Promise<void>,
  options: Partial<OtelAgentOptions> = {},
): Promise<void> {
  const hub = await startHub()
  const agent = await startAgent({
    url: hub.url,
    key: 'k',
    listen: anyPort,
    listenGrpc: anyPort,
    ...options,
    limits: { batchMs: 5, ...options.limits },
  })
  const seen = async (count: number): Promise<Hub['exchanges']> => {
    await until(() => hub.exchanges.length >= count, `${count} exchanges`)
    return hub.exchanges
  }
  const [grpc] = agent.others
  try {
    await test({
      hub,
      agent,
      httpUrl: `http://127.0.0.1:${agent.address.port}`,
      grpcUrl: `http://127.0.0.1:${grpc?.port}`,
      seen,
    })
  } finally {
    await agent.close()
    await hub.close()
  }
}
