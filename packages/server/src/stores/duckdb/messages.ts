import type { AuditEntry } from '../audit.ts'
import type { DocumentChange } from '../documents.ts'
import type { LedgerCut, LedgerEntry } from '../ledger.ts'

/** What the server asks its ledger process for. */
export type Request =
  | { readonly kind: 'token' }
  | { readonly kind: 'append'; readonly entries: readonly LedgerEntry[] }
  | { readonly kind: 'expire'; readonly cut: LedgerCut }
  | { readonly kind: 'audit'; readonly entry: AuditEntry }
  | { readonly kind: 'put'; readonly change: DocumentChange }
  | { readonly kind: 'query'; readonly name: string; readonly parameters: object }
  | { readonly kind: 'close' }

export interface Envelope {
  readonly id: number
  readonly request: Request
}

/** Why a ledger file cannot be opened. */
export type Refusal = 'busy' | 'newer' | 'damaged'

/** What the ledger process answers. */
export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }

/** How a ledger process is started; the only argument, as JSON. */
export interface LedgerSettings {
  readonly file: string
  /** Longest time a query may take, in milliseconds. */
  readonly queryMs: number
  /** How long to wait for another process to let go of the file, in milliseconds. */
  readonly lockMs: number
}
