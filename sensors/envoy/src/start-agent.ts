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
import { LogService } from './access-log/log-service.ts'
import { ByteBudget } from '@weir/sensor'
import { Door } from './door.ts'
import { CheckService } from './ext-authz/check-service.ts'
import { ProcessService } from './ext-proc/process-service.ts'
import { type GrpcMethod, GrpcServer } from '@weir/sensor/grpc'
import { healthService } from './health-service.ts'
import { type EnvoyLimits, envoyLimits } from './limits.ts'
import { Reporter } from './reporter.ts'

export interface EnvoyAgentOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** The sensor key the hub gave out. */
  readonly key: string
  /** Where Envoy finds the agent. */
  readonly listen: ListenAddress
  /** The name of what stands behind this Envoy; without it names come from the hosts asked for. */
  readonly service?: string
  /** Share of exchanges that are sent, 0 to 1; 1 when missing. */
  readonly sampleRate?: number
  readonly redact?: Redaction
  /** How exchanges are written for the hub; `json` when missing. */
  readonly wire?: WireName
  /** Compress batches; when missing: unless the hub is on this machine. */
  readonly gzip?: boolean
  /** Holds the hub's decisions and judges by them; the key must be one of a door. */
  readonly door?: boolean
  /** Judges in its place: each request of ext_authz, and of ext_proc where Envoy waits; when missing everything passes. */
  readonly decide?: Decide
  /** Envoy's `x-forwarded-client-cert` was written by proxies of ours and never by a client. */
  readonly trustsForwardedCertificate?: boolean
  readonly limits?: Partial<SensorLimits & EnvoyLimits>
  /** Replaced in tests. */
  readonly ports?: SensorOptions['ports']
}

export interface EnvoyAgent {
  readonly address: ListenAddress
  /** observed = sent + dropped + queued; requests under way are not in it yet. */
  readonly balance: () => Balance
  readonly load: () => AgentLoad
  /** What the door holds; null where there is none. */
  readonly door: () => DoorState | null
  /** Sends what is queued; false when that took longer than `timeoutMs`. */
  readonly flush: (timeoutMs?: number) => Promise<boolean>
  /** Takes leave of Envoy, reports what it has, sends it for at most so long, and ends. */
  readonly close: (timeoutMs?: number) => Promise<void>
}

export interface AgentLoad {
  readonly sessions: number
  readonly calls: number
  /** Requests that are watched, and what is held for them. */
  readonly exchanges: number
  readonly bytes: number
  /** Exchanges that wait to be put into lines. */
  readonly backlog: number
  /** Calls so far that ended because of what came. */
  readonly faults: number
  /** Requests so far that passed because the decision failed. */
  readonly decisionFaults: number
}

const agentName = 'weir-sensor-envoy/0.1.0'
const can = ['log', 'tag', 'capture', 'redact', 'throttle', 'challenge', 'deny', 'allow'] as const
const sweepEveryMs = 1_000

/** Starts the agent Envoy talks to; rejects where the address cannot be listened on. */
export async function startAgent(options: EnvoyAgentOptions): Promise<EnvoyAgent> {
  const limits = { ...envoyLimits, ...options.limits }
  const sensor = createSensor({ ...options, agent: agentName })
  const reporter = new Reporter(sensor, options.service, limits)
  const budget = new ByteBudget(limits.heldBytes)
  const { url, key, service } = options
  const held = options.door === true ? startDoor({ url, key, agent: agentName, can }) : null
  const door = new Door(options.decide ?? held?.decide, service, held?.passedOver)
  const trustsForwardedCertificate = options.trustsForwardedCertificate ?? false
  const shared = { reporter, door, limits, budget, trustsForwardedCertificate }
  const processing = new ProcessService(shared)
  const methods = new Map<string, GrpcMethod>([
    ['/envoy.service.ext_proc.v3.ExternalProcessor/Process', processing],
    ['/envoy.service.auth.v3.Authorization/Check', new CheckService(door, limits)],
    [
      '/envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs',
      new LogService(reporter, limits),
    ],
    ['/grpc.health.v1.Health/Check', healthService],
  ])
  const server = new GrpcServer(methods, limits, budget)
  const { host } = options.listen
  const port = await server.listen(options.listen.port, host).catch(async (error: unknown) => {
    held?.close()
    await sensor.close(0)
    throw error
  })
  const sweeper = setInterval(() => processing.sweep(), sweepEveryMs).unref()
  let closing: Promise<void> | null = null
  const close = async (timeoutMs: number): Promise<void> => {
    processing.finish()
    await server.close(timeoutMs)
    clearInterval(sweeper)
    processing.finish()
    reporter.finish()
    held?.close()
    await sensor.close(timeoutMs)
  }
  return {
    address: { host, port },
    balance: sensor.balance,
    load: () => ({
      ...server.load,
      exchanges: processing.exchanges,
      bytes: budget.used,
      backlog: reporter.backlog,
      faults: server.faults,
      decisionFaults: door.faults,
    }),
    door: () => held?.state() ?? null,
    flush: (timeoutMs = limits.exitFlushMs) => sensor.flush(timeoutMs),
    close: (timeoutMs = limits.exitFlushMs) => {
      closing ??= close(timeoutMs)
      return closing
    },
  }
}
