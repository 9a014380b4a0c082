import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { HealthChecks } from './health-checks.ts'
import type { HaproxyLimits } from './limits.ts'
import { spopStatus } from './spop/status.ts'
import type { SpopConnection } from './spop-connection.ts'

interface Leaving {
  readonly server: Server
  readonly connections: ReadonlyMap<Socket, SpopConnection>
  readonly checks: HealthChecks
}

/** `fall` of the published configuration. */
const refusalsBelieved = 2
const lookEveryMs = 20

/** Lets HAProxy find another agent, or none; then every connection gets its AGENT-DISCONNECT and the time to read it. */
export async function takeLeave(
  leaving: Leaving,
  { checkMs }: Pick<HaproxyLimits, 'checkMs'>,
  timeoutMs: number,
): Promise<void> {
  const { server, connections, checks } = leaving
  // Without checks nobody would find out.
  if (checks.within(checkMs)) await drained(leaving, timeoutMs)
  const closed = once(server, 'close')
  server.close()
  for (const connection of connections.values()) connection.end(spopStatus.normal)
  const timer = setTimeout(() => {
    for (const socket of connections.keys()) socket.destroy()
  }, timeoutMs)
  await closed
  clearTimeout(timer)
}

async function drained({ connections, checks }: Leaving, timeoutMs: number): Promise<void> {
  checks.refuse()
  const end = performance.now() + timeoutMs
  while (performance.now() < end) {
    if (checks.refusals >= refusalsBelieved && connections.size === 0) return
    await pause(lookEveryMs)
  }
}
