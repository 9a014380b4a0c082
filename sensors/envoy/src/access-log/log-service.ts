import {
  type CallHandler,
  type GrpcCall,
  type GrpcMethod,
  type GrpcStatus,
  grpcStatus,
} from '@weir/sensor/grpc'
import type { EnvoyLimits } from '../limits.ts'
import { WireReader } from '@weir/schema/protobuf'
import type { Reporter } from '../reporter.ts'
import { readLogEntry } from './log-entry.ts'

/** `envoy.service.accesslog.v3.AccessLogService/StreamAccessLogs`: exchanges without bodies, many in one message. */
export class LogService implements GrpcMethod {
  readonly #reporter: Reporter
  readonly #limits: EnvoyLimits

  constructor(reporter: Reporter, limits: EnvoyLimits) {
    this.#reporter = reporter
    this.#limits = limits
  }

  readonly open = (_call: GrpcCall): CallHandler => ({
    message: (bytes) => this.#read(bytes),
    gone: () => undefined,
  })

  readonly noRoom = (): GrpcStatus => grpcStatus.resourceExhausted

  /** `StreamAccessLogsMessage`: http_logs=2 of log_entry=1. */
  #read(bytes: Buffer): void {
    const reader = new WireReader(bytes)
    while (reader.next()) {
      if (reader.field !== 2) continue
      const entries = reader.message()
      while (entries.next()) if (entries.field === 1) this.#report(entries.bytes())
      if (entries.failed) this.#reporter.drop('fault')
    }
    if (reader.failed) this.#reporter.drop('fault')
  }

  #report(entry: Buffer): void {
    if (!this.#reporter.isOpen) return this.#reporter.drop('queue-full')
    const reader = new WireReader(entry)
    const facts = readLogEntry(reader, entry.length, this.#limits)
    if (facts !== null) this.#reporter.report(facts)
    else if (reader.failed) this.#reporter.drop('fault')
  }
}
