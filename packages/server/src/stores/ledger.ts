import type { Finding, Incident } from '@weir/engine'

/** One call as the ledger keeps it: names, sizes, hashes and types; never a value. */
export interface CallRow {
  /** Place in the stream; findings cite it. */
  readonly seq: number
  readonly id: string | null
  /** Start of the request, Unix time in milliseconds. */
  readonly ts: number
  readonly durationMs: number | null
  readonly sensor: string
  readonly environment: string
  readonly source: string
  readonly service: string
  readonly method: string
  /** Path template as known when the call was analysed; null while it is none, or noise. */
  readonly template: string | null
  readonly action: string | null
  readonly status: number | null
  readonly outcome: 'success' | 'failure' | 'unknown'
  readonly actor: string
  readonly principalKind: string | null
  readonly principalName: string | null
  readonly clientAddress: string
  readonly requestBytes: number
  readonly responseBytes: number
  /** Data types by direction, such as `res EMAIL_ADDRESS`, each once. */
  readonly dataTypes: readonly string[]
  /** Highest score of its signals, 0 to 1. */
  readonly score: number
  /** Trackers that gave a signal. */
  readonly trackers: readonly string[]
  /** Findings it raised or let evolve, by id. */
  readonly findings: readonly string[]
}

/** What the analysis of one spool frame leaves behind. */
export interface LedgerEntry {
  readonly frame: number
  readonly calls: readonly CallRow[]
  /** Findings and incidents that changed, as they were after the frame. */
  readonly findings: readonly Finding[]
  readonly incidents: readonly Incident[]
}

/** Oldest Unix time in milliseconds that stays, by kind of record. */
export interface LedgerCut {
  readonly callsMs: number
  readonly findingsMs: number
  readonly auditMs: number
}

/** Append-only record of what was seen. */
export interface Ledger {
  /** Frame of the last entry that is in; -1 where there is none. */
  token(): Promise<number>
  /**
   * Writes entries in order, with their token, in one transaction; entries at or before the token are
   * skipped, so that sending them again repeats nothing. Rejects with a retryable `WeirError` while the
   * ledger cannot be reached: the caller keeps the entries and sends them again.
   */
  append(entries: readonly LedgerEntry[]): Promise<void>
  /** Deletes what is older than the cut. */
  expire(cut: LedgerCut): Promise<void>
  close(): Promise<void>
}
