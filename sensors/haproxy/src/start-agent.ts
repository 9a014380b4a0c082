import { once } from 'node:events'
import net, { type Socket } from 'node:net'
import {
  type Balance,
  createSensor,
  type Decide,
  type DoorState,
  type Redaction,
  type WireName,
  type ListenAddress,
  type SensorLimits,
  type SensorOptions,
  startDoor,
} from '@weir/sensor'
import { HealthChecks } from './health-checks.ts'
import { type HaproxyLimits, haproxyLimits } from './limits.ts'
import { Observer } from './observer.ts'
import { SpopConnection } from './spop-connection.ts'
import { takeLeave } from './take-leave.ts'

export interface HaproxyAgentOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** The sensor key the hub gave out. */
  readonly key: string
  /** Where HAProxy finds the agent. */
  readonly listen: ListenAddress
  /** The name of what stands behind this HAProxy; without it names come from the hosts asked for. */
  readonly service?: string
  /** Share of exchanges that are sent, 0 to 1; 1 when missing. */
  readonly sampleRate?: number
  readonly redact?: Redaction
  /** How exchanges are written for the hub; `json` when missing. */
  readonly wire?: WireName
  /** Compress batches; when missing: unless the hub is on this machine. */
  readonly gzip?: boolean
  /** Holds the hub's decisions and judges each request before it passes; the key must be one of a door. */
  readonly door?: boolean
  /** HAProxy is prepared to put redacted responses in place (`WEIR_REDACT=on`), so that the door says it can. */
  readonly redactsResponses?: boolean
  /** Judges in its place; with neither everything passes and nothing waits. */
  readonly decide?: Decide
  readonly limits?: Partial<SensorLimits & HaproxyLimits>
  /** Replaced in tests. */
  readonly ports?: SensorOptions['ports']
}

export interface HaproxyAgent {
  readonly address: ListenAddress
  /** observed = sent + dropped + queued; requests that wait for their response are not in it yet. */
  readonly balance: () => Balance
  readonly load: () => AgentLoad
  /** What the door holds; null where there is none. */
  readonly door: () => DoorState | null
  /** Sends what is queued; false when that took longer than `timeoutMs`. */
  readonly flush: (timeoutMs?: number) => Promise<boolean>
  /** Takes leave of HAProxy, reports what it has, sends it for at most so long, and ends. */
  readonly close: (timeoutMs?: number) => Promise<void>
}

export interface AgentLoad {
  readonly connections: number
  /** Requests that wait for their response, and what is held for them. */
  readonly exchanges: number
  readonly bytes: number
  /** Messages that wait for their analysis. */
  readonly backlog: number
  /** Responses so far without a request to join. */
  readonly unmatched: number
  /** Requests so far that passed because the decision failed. */
  readonly decisionFaults: number
}

const agentName = 'weir-sensor-haproxy/0.1.0'
/** What the published configuration carries out, whether or not it is prepared to redact. */
const canAlways = ['log', 'tag', 'capture', 'throttle', 'challenge', 'deny', 'allow'] as const
const sweepEveryMs = 1_000

/** Starts the agent HAProxy talks to; rejects where the address cannot be listened on. */
export async function startAgent(options: HaproxyAgentOptions): Promise<HaproxyAgent> {
  const limits = { ...haproxyLimits, ...options.limits }
  const sensor = createSensor({ ...options, agent: agentName })
  const can = options.redactsResponses === true ? ([...canAlways, 'redact'] as const) : canAlways
  const door =
    options.door === true
      ? startDoor({ url: options.url, key: options.key, agent: agentName, can })
      : null
  const observer = new Observer({
    sensor,
    service: options.service,
    decide: options.decide ?? door?.decide,
    passedOver: door?.passedOver ?? ((): void => undefined),
    limits,
  })
  const checks = new HealthChecks()
  const connections = new Map<Socket, SpopConnection>()
  const server = net.createServer({ noDelay: true }, (socket) => {
    connections.set(socket, new SpopConnection(socket, observer, checks, limits))
    socket.once('close', () => connections.delete(socket))
  })
  server.maxConnections = limits.connections
  server.listen(options.listen.port, options.listen.host)
  try {
    await once(server, 'listening')
  } catch (error) {
    door?.close()
    await sensor.close(0)
    throw error
  }
  const sweeper = setInterval(() => observer.sweep(), sweepEveryMs).unref()
  let closing: Promise<void> | null = null
  const close = async (timeoutMs: number): Promise<void> => {
    await takeLeave({ server, connections, checks }, limits, timeoutMs)
    clearInterval(sweeper)
    observer.finish()
    door?.close()
    await sensor.close(timeoutMs)
  }
  return {
    address: addressOf(server, options.listen),
    balance: sensor.balance,
    load: () => ({
      connections: connections.size,
      ...observer.load,
      unmatched: observer.unmatched,
      decisionFaults: observer.decisionFaults,
    }),
    door: () => door?.state() ?? null,
    flush: (timeoutMs = limits.exitFlushMs) => sensor.flush(timeoutMs),
    close: (timeoutMs = limits.exitFlushMs) => {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}

function addressOf(server: net.Server, { host, port }: ListenAddress): ListenAddress {
  const address = server.address()
  return { host, port: address === null || typeof address === 'string' ? port : address.port }
}
