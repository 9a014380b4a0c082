import type { Attributes } from './attributes.ts'

/** Who tells: one side of a call, or somebody who logged it. Of other spans nothing is made. */
export type Teller = 'server' | 'client' | 'log' | 'other'

/** A span or a log record, as far as it can tell of a call. */
export interface TelemetryRecord {
  readonly teller: Teller
  /** 32 and 16 lower-case hexadecimal digits; empty where there is none. */
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string
  /** Nanoseconds since the Unix epoch; 0 where unknown. */
  readonly startNs: bigint
  readonly endNs: bigint
  readonly attributes: Attributes
  /** Of whatever made the record: `service.name` and the like. */
  readonly resource: Attributes
}

/** What is told apart by the signal a record came in. */
export type Signal = 'traces' | 'logs'

/** Is handed each record of an export, in order. */
export type Take = (record: TelemetryRecord) => void

/** `SpanKind` of OTLP: 2 is SERVER, 3 is CLIENT. */
export function tellerOf(kind: number): Teller {
  if (kind === 2) return 'server'
  return kind === 3 ? 'client' : 'other'
}
