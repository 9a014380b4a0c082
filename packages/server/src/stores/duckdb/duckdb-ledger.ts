import type { AuditTrail } from '../audit.ts'
import type { LedgerReader } from '../ledger-reader.ts'
import type { Ledger } from '../ledger.ts'
import type { LedgerProcess } from './ledger-process.ts'
import { decodeRows, decodeToken } from './request-codec.ts'

export function createLedger(process: LedgerProcess): Ledger {
  return {
    token: async () => decodeToken(await process.request({ kind: 'token' })),
    append: async (entries) => {
      await process.request({ kind: 'append', entries })
    },
    expire: async (cut) => {
      await process.request({ kind: 'expire', cut })
    },
    close: () => process.close(),
  }
}

export function createLedgerReader(process: LedgerProcess): LedgerReader {
  return {
    query: async (name, parameters) =>
      decodeRows(name, await process.request({ kind: 'query', name, parameters })),
  }
}

export function createAuditTrail(process: LedgerProcess): AuditTrail {
  return {
    record: async (entry) => {
      await process.request({ kind: 'audit', entry })
    },
  }
}
