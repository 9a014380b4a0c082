import { type Documents, mostDocumentLength } from '../documents.ts'
import type { LedgerProcess } from './ledger-process.ts'
import { decodePutOutcome, decodeRows } from './request-codec.ts'
import type { StatementName, StatementParameters, StatementRow } from './statement.ts'

export function createDocuments(process: LedgerProcess): Documents {
  const query = async <Name extends StatementName>(
    name: Name,
    parameters: StatementParameters<Name>,
  ): Promise<readonly StatementRow<Name>[]> =>
    decodeRows(name, await process.request({ kind: 'query', name, parameters }))
  return {
    get: async (kind, id) => (await query('document', { kind, id }))[0] ?? null,
    put: async (change) => {
      if (JSON.stringify(change.value).length > mostDocumentLength) {
        throw new TypeError(`a document has at most ${mostDocumentLength} characters`)
      }
      return decodePutOutcome(await process.request({ kind: 'put', change }))
    },
    list: (kind) => query('documents', { kind }),
    history: (kind, id) => query('document-history', { kind, id }),
  }
}
