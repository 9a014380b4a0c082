import { describe } from 'vitest'
import { memoryDocuments } from '../testing/memory-documents.ts'
import { memoryLedger } from '../testing/memory-ledger.ts'
import { temporaryStores } from '../testing/temporary-stores.ts'
import { documentsContract } from './documents.contract.ts'
import { ledgerContract } from './ledger.contract.ts'

describe('the ledger in memory', () => {
  ledgerContract(() => Promise.resolve(memoryLedger()))
})

describe('the ledger in DuckDB', () => {
  ledgerContract(async () => {
    const { ledger, reader, audit } = await temporaryStores()
    return { ...ledger, ...reader, ...audit }
  })
})

describe('documents in memory', () => {
  documentsContract(() => Promise.resolve(memoryDocuments()))
})

describe('documents in DuckDB', () => {
  documentsContract(async () => (await temporaryStores()).documents)
})
