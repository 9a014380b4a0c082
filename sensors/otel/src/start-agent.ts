import { once } from 'node:events'
import type http from 'node:http'
import {
  type Balance,
  ByteBudget,
  createSensor,
  type Redaction,
  type WireName,
  type ListenAddress,
  type SensorLimits,
  type SensorOptions,
} from '@weir/sensor'
import { type GrpcMethod, GrpcServer } from '@weir/sensor/grpc'
import { exportMethods, grpcExport } from './grpc-export.ts'
import { httpExport } from './http-export.ts'
import { Intake, type IntakeCounts } from './intake.ts'
import { type OtelLimits, otelLimits } from './limits.ts'

export interface OtelAgentOptions {
  /** Address of the hub, such as `http://127.0.0.1:7447`. */
  readonly url: string
  /** The sensor key the hub gave out. */
  readonly key: string
  /** Where exporters and collectors find OTLP/HTTP. */
  readonly listen: ListenAddress
  /** Where they find OTLP/gRPC; null for nowhere. */
  readonly listenGrpc: ListenAddress | null
  /** The name of what is watched where records have no `service.name`, and for log records. */
  readonly service?: string
  /** Share of exchanges that are sent, 0 to 1; 1 when missing. */
  readonly sampleRate?: number
  readonly redact?: Redaction
  /** How exchanges are written for the hub; `json` when missing. */
  readonly wire?: WireName
  /** Compress batches; when missing: unless the hub is on this machine. */
  readonly gzip?: boolean
  readonly limits?: Partial<SensorLimits & OtelLimits>
  /** Replaced in tests. */
  readonly ports?: SensorOptions['ports']
}

export interface OtelAgent {
  readonly address: ListenAddress
  /** OTLP/gRPC, where it is spoken. */
  readonly others: readonly ListenAddress[]
  /** observed = sent + dropped + queued. */
  readonly balance: () => Balance
  readonly counts: () => IntakeCounts
  readonly remarks: () => string
  /** Sends what is queued; false when that took longer than `timeoutMs`. */
  readonly flush: (timeoutMs?: number) => Promise<boolean>
  /** Takes nothing more, sends what it has for at most so long, and ends. */
  readonly close: (timeoutMs?: number) => Promise<void>
}

const agentName = 'weir-sensor-otel/0.1.0'

/** Starts the agent OTLP is sent to; rejects where an address cannot be listened on. */
export async function startAgent(options: OtelAgentOptions): Promise<OtelAgent> {
  const limits = { ...otelLimits, ...options.limits }
  const sensor = createSensor({ ...options, agent: agentName })
  const intake = new Intake(sensor, options.service, limits)
  const budget = new ByteBudget(limits.heldBytes)
  const server = httpExport(intake, limits, budget)
  const grpc = options.listenGrpc === null ? null : grpcServer(intake, limits, budget)
  const close = async (timeoutMs: number): Promise<void> => {
    await Promise.all([closeHttp(server, timeoutMs), grpc?.close(timeoutMs)])
    await sensor.close(timeoutMs)
  }
  try {
    const { host } = options.listen
    const port = await listen(server, options.listen)
    const others =
      grpc === null || options.listenGrpc === null
        ? []
        : [await grpcAddress(grpc, options.listenGrpc)]
    return {
      address: { host, port },
      others,
      balance: sensor.balance,
      counts: () => intake.counts,
      remarks: () => remarks(intake.counts),
      flush: (timeoutMs = limits.exitFlushMs) => sensor.flush(timeoutMs),
      close: (timeoutMs = limits.exitFlushMs) => close(timeoutMs),
    }
  } catch (error) {
    server.close()
    await sensor.close(0)
    throw error
  }
}

function grpcServer(intake: Intake, limits: OtelLimits, budget: ByteBudget): GrpcServer {
  const { connections: sessions, calls, exportBytes: messageBytes, unreadAnswerBytes } = limits
  const methods = new Map<string, GrpcMethod>()
  for (const [path, signal] of Object.entries(exportMethods)) {
    methods.set(path, grpcExport(signal, intake))
  }
  return new GrpcServer(methods, { sessions, calls, messageBytes, unreadAnswerBytes }, budget)
}

async function grpcAddress(
  server: GrpcServer,
  { host, port }: ListenAddress,
): Promise<ListenAddress> {
  return { host, port: await server.listen(port, host) }
}

async function listen(server: http.Server, { host, port }: ListenAddress): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return address === null || typeof address === 'string' ? port : address.port
}

async function closeHttp(server: http.Server, timeoutMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), timeoutMs)
  await closed
  clearTimeout(timer)
}

function remarks({ records, passedOver, rejected, malformed }: IntakeCounts): string {
  return `; ${records} records, ${passedOver} of them about no call; ${rejected} rejected, ${malformed} exports malformed`
}
