import { WeirError } from '../weir-error.ts'
import type { AuditTrail } from '../stores/audit.ts'
import type { LedgerReader } from '../stores/ledger-reader.ts'
import type { Ledger } from '../stores/ledger.ts'
import { answer, type MemoryTables } from './memory-queries.ts'

export interface MemoryLedger extends Ledger, LedgerReader, AuditTrail {
  /** While true everything is refused, as when the ledger's process is gone. */
  setUnavailable(unavailable: boolean): void
}

/** A ledger that is gone with the test. */
export function memoryLedger(): MemoryLedger {
  const tables: MemoryTables = { entries: [], audit: [] }
  let token = -1
  let numbers = 0
  let unavailable = false
  const available = async (): Promise<void> => {
    if (!unavailable) return
    throw new WeirError('LEDGER_UNAVAILABLE', 'The ledger is away.', { retryable: true })
  }
  return {
    token: async () => {
      await available()
      return token
    },
    append: async (entries) => {
      await available()
      for (const entry of entries) {
        if (entry.frame <= token) continue
        token = entry.frame
        tables.entries.push(structuredClone(entry))
      }
    },
    expire: async ({ callsMs, findingsMs, auditMs }) => {
      await available()
      tables.entries = tables.entries.map(({ frame, calls, findings, incidents }) => ({
        frame,
        calls: calls.filter(({ ts }) => ts >= callsMs),
        findings: findings.filter(({ lastMs }) => lastMs >= findingsMs),
        incidents: incidents.filter(({ lastMs }) => lastMs >= findingsMs),
      }))
      tables.audit = tables.audit.filter(({ atMs }) => atMs >= auditMs)
    },
    record: async (entry) => {
      await available()
      numbers += 1
      tables.audit.push({ ...entry, number: numbers })
    },
    query: async (name, parameters) => {
      await available()
      return answer(tables, name, parameters)
    },
    close: () => Promise.resolve(),
    setUnavailable: (next) => {
      unavailable = next
    },
  }
}
