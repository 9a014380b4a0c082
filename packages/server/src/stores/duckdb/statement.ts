import type { DuckDBValue } from '@duckdb/node-api'
import type { StoredDocument } from '../documents.ts'
import type { LedgerQueries } from '../ledger-reader.ts'
import type { StoredRow } from './call-codec.ts'

interface DocumentQueries {
  /** Newest versions: of one document, or of all of a kind that are not removed. */
  readonly document: {
    readonly parameters: { readonly kind: string; readonly id: string }
    readonly row: StoredDocument
  }
  readonly documents: {
    readonly parameters: { readonly kind: string }
    readonly row: StoredDocument
  }
  readonly 'document-history': {
    readonly parameters: { readonly kind: string; readonly id: string }
    readonly row: StoredDocument
  }
}

export type StoreQueries = LedgerQueries & DocumentQueries
export type StatementName = keyof StoreQueries
export type StatementParameters<Name extends StatementName> = StoreQueries[Name]['parameters']
export type StatementRow<Name extends StatementName> = StoreQueries[Name]['row']

/** One query: its text, how its parameters are bound and how its rows are read. */
export interface Statement<Name extends StatementName> {
  readonly text: string
  readonly bind: (parameters: StatementParameters<Name>) => Record<string, DuckDBValue>
  readonly read: (row: StoredRow) => StatementRow<Name>
}
