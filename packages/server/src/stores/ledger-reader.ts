import type { Finding, Incident } from '@weir/engine'
import type { AuditEntry } from './audit.ts'
import type { CallRow } from './ledger.ts'

interface Query<Parameters, Row> {
  readonly parameters: Parameters
  readonly row: Row
}

/** Half-open: from `fromMs` up to but without `toMs`, Unix time in milliseconds. */
export interface Period {
  readonly fromMs: number
  readonly toMs: number
}

/** What calls are asked for; null means any. */
export interface CallFilter {
  readonly finding: string | null
  readonly actor: string | null
  readonly service: string | null
  readonly method: string | null
  readonly template: string | null
}

/** Place of a call in the order newest first. */
export interface CallPlace {
  readonly ts: number
  readonly seq: number
}

export interface TrafficBucket {
  readonly startMs: number
  readonly calls: number
  readonly failures: number
  readonly requestBytes: number
  readonly responseBytes: number
}

export interface EdgeTraffic {
  readonly source: string
  readonly service: string
  readonly calls: number
  readonly failures: number
  /** Calls that raised a finding. */
  readonly flagged: number
  readonly bytes: number
  readonly lastMs: number
}

export interface Caller {
  readonly source: string
  readonly calls: number
  readonly failures: number
  readonly actors: number
  readonly lastMs: number
}

/** Who calls one operation of a service. */
export interface ServiceCallers {
  readonly method: string
  readonly template: string
  readonly source: string
  readonly calls: number
  readonly lastMs: number
}

/** A data type that crossed an edge in one direction. */
export interface DataFlow {
  readonly source: string
  readonly service: string
  /** Direction and type, such as `res EMAIL_ADDRESS`. */
  readonly dataType: string
  readonly calls: number
}

export interface NewDataType {
  readonly service: string
  readonly dataType: string
  readonly firstMs: number
}

/** What one actor did at one service. */
export interface ActorFlow {
  readonly actor: string
  readonly service: string
  readonly calls: number
  readonly failures: number
  readonly responseBytes: number
  readonly dataTypes: readonly string[]
  readonly firstMs: number
  readonly lastMs: number
}

/** Time one operation took, in milliseconds; null where no call says. */
export interface Latency {
  readonly calls: number
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
}

export interface Version<Value> {
  readonly frame: number
  readonly value: Value
}

/** Every question the ledger answers; one text each, in `duckdb/queries/`. */
export interface LedgerQueries {
  readonly 'calls-by-seq': Query<{ readonly seqs: readonly number[] }, CallRow>
  /** Newest first, after a place. */
  readonly calls: Query<
    { readonly filter: CallFilter; readonly before: CallPlace | null; readonly limit: number },
    CallRow
  >
  /** Buckets without calls are left out. */
  readonly traffic: Query<
    Period & { readonly bucketMs: number; readonly service: string | null },
    TrafficBucket
  >
  readonly edges: Query<Period & { readonly limit: number }, EdgeTraffic>
  readonly callers: Query<
    Period & {
      readonly service: string
      readonly method: string
      readonly template: string
      readonly limit: number
    },
    Caller
  >
  /** Of every operation of a service, most calls first. */
  readonly 'service-callers': Query<
    Period & { readonly service: string; readonly limit: number },
    ServiceCallers
  >
  readonly 'data-flow': Query<Period & { readonly limit: number }, DataFlow>
  /** Data types a service showed first at or after `sinceMs`, as far back as the period looks. */
  readonly 'new-data-types': Query<
    Period & { readonly sinceMs: number; readonly limit: number },
    NewDataType
  >
  readonly 'actor-flow': Query<
    Period & { readonly actors: readonly string[]; readonly limit: number },
    ActorFlow
  >
  readonly latency: Query<
    Period & { readonly service: string; readonly method: string; readonly template: string },
    Latency
  >
  /** Newest version first. */
  readonly 'finding-versions': Query<
    { readonly id: string; readonly limit: number },
    Version<Finding>
  >
  readonly 'incident-versions': Query<
    { readonly id: string; readonly limit: number },
    Version<Incident>
  >
  /** Newest first, before a number. */
  readonly audit: Query<
    { readonly before: number | null; readonly limit: number },
    AuditEntry & { readonly number: number }
  >
}

export type QueryName = keyof LedgerQueries
export type QueryParameters<Name extends QueryName> = LedgerQueries[Name]['parameters']
export type QueryRow<Name extends QueryName> = LedgerQueries[Name]['row']

/** Most rows any query answers with. */
export const mostRows = 10_000

/** Reads the ledger by named queries only. */
export interface LedgerReader {
  /**
   * Rejects with a retryable `WeirError` while the ledger cannot be reached or the query takes too
   * long.
   */
  query<Name extends QueryName>(
    name: Name,
    parameters: QueryParameters<Name>,
  ): Promise<readonly QueryRow<Name>[]>
}
