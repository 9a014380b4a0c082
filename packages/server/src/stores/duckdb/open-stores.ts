import type { AuditTrail } from '../audit.ts'
import type { Documents } from '../documents.ts'
import type { LedgerReader } from '../ledger-reader.ts'
import type { Ledger } from '../ledger.ts'
import { createDocuments } from './duckdb-documents.ts'
import { createAuditTrail, createLedger, createLedgerReader } from './duckdb-ledger.ts'
import {
  type LedgerProcess,
  type LedgerProcessOptions,
  startLedgerProcess,
} from './ledger-process.ts'

/** Everything that is kept in the ledger's file, behind one process. */
export interface Stores {
  readonly ledger: Ledger
  readonly reader: LedgerReader
  readonly audit: AuditTrail
  readonly documents: Documents
  readonly process: Pick<LedgerProcess, 'restarts' | 'problem' | 'pid' | 'ready'>
  close(): Promise<void>
}

export type StoresOptions = Partial<LedgerProcessOptions> & Pick<LedgerProcessOptions, 'file'>

const defaults = {
  queryMs: 5_000,
  lockMs: 5_000,
  answerMs: 30_000,
  restartMs: 100,
  restartMostMs: 5_000,
}

/**
 * Opens the stores. Rejects with a `WeirError` that says what to do when the file cannot be opened;
 * later the process is started again as often as it ends.
 */
export async function openStores(options: StoresOptions): Promise<Stores> {
  const process = await startLedgerProcess({ ...defaults, ...options })
  return {
    ledger: createLedger(process),
    reader: createLedgerReader(process),
    audit: createAuditTrail(process),
    documents: createDocuments(process),
    process,
    close: () => process.close(),
  }
}
