import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http, { type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'vitest'
import { type Hub, listen, type Running, startHub, until } from '@weir/testkit/proxy'
import { type HaproxyAgent, type HaproxyAgentOptions, startAgent } from '../start-agent.ts'
import { type Haproxy, hasHaproxy, publishedFolder, startHaproxy } from './haproxy.ts'

export interface Setup {
  readonly app: Running
  readonly hub: Hub
  readonly agent: HaproxyAgent
  readonly haproxy: Haproxy
  /** The exchanges at the hub, once there are so many. */
  readonly seen: (count: number) => Promise<Hub['exchanges']>
}

export interface SetupOptions {
  readonly agent?: Partial<HaproxyAgentOptions>
  /** Changes to the published files; without them they are used as they are. */
  readonly haproxyConfig?: (published: string) => string
  readonly spoeConfig?: (published: string) => string
  /** Has HAProxy carry out what is redacted. */
  readonly redacts?: boolean
}

/** On a busy machine a message may come late; where a test counts all of them it must not be given up. */
export const patient = (published: string): string =>
  published.replace('timeout processing 20ms', 'timeout processing 10s')

/** Everything between a client and a service: HAProxy before it, the agent, and a hub. */
export async function behindHaproxy(
  context: TestContext,
  service: RequestListener | http.Server,
  test: (setup: Setup) => Promise<void>,
  options: SetupOptions = {},
): Promise<void> {
  if (!hasHaproxy) context.skip('needs haproxy')
  const app = await listen(service instanceof http.Server ? service : http.createServer(service))
  const hub = await startHub()
  const agent = await startAgent({
    url: hub.url,
    key: 'k',
    listen: { host: '127.0.0.1', port: 0 },
    ...options.agent,
    limits: { batchMs: 5, ...options.agent?.limits },
  })
  const folder = mkdtempSync(join(tmpdir(), 'weir-haproxy-'))
  const haproxy = await startHaproxy({
    appPort: app.port,
    agentPort: agent.address.port,
    redacts: options.redacts ?? false,
    ...filesFor(folder, options),
  })
  const seen = async (count: number): Promise<Hub['exchanges']> => {
    await until(() => hub.exchanges.length >= count, `${count} exchanges`)
    return hub.exchanges
  }
  try {
    await test({ app, hub, agent, haproxy, seen })
  } finally {
    await haproxy.stop()
    await agent.close()
    await hub.close()
    await app.close()
    rmSync(folder, { recursive: true })
  }
}

function filesFor(
  folder: string,
  { haproxyConfig, spoeConfig }: SetupOptions,
): { readonly config?: string; readonly spoeConfig?: string } {
  const change = (name: string, how: (published: string) => string): string => {
    const path = join(folder, name)
    writeFileSync(path, how(readFileSync(`${publishedFolder}${name}`, 'utf8')))
    return path
  }
  return {
    ...(haproxyConfig === undefined ? {} : { config: change('haproxy.cfg', haproxyConfig) }),
    ...(spoeConfig === undefined ? {} : { spoeConfig: change('weir-spoe.conf', spoeConfig) }),
  }
}
