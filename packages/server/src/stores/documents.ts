import type { Json } from './json.ts'

/** A version of something a person or Weir has set; versions count from 1. */
export interface StoredDocument {
  readonly kind: string
  readonly id: string
  readonly version: number
  /** Null where this version removed it. */
  readonly value: Json
  /** Unix time in milliseconds. */
  readonly atMs: number
  readonly by: string
}

export interface DocumentChange {
  readonly kind: string
  readonly id: string
  /** Null removes it; its history stays. */
  readonly value: Json
  /** Version the change was made from; 0 where there is none. */
  readonly expectedVersion: number
  readonly atMs: number
  readonly by: string
}

export type PutOutcome =
  | { readonly ok: true; readonly version: number }
  /** Somebody else was first: the version there is now. */
  | { readonly ok: false; readonly version: number }

/** Largest document as JSON text, in characters. */
export const mostDocumentLength = 1_048_576

/** Small versioned values with compare-and-set; what was once written stays in the history. */
export interface Documents {
  /** The newest version, removed or not; null where there never was one. */
  get(kind: string, id: string): Promise<StoredDocument | null>
  put(change: DocumentChange): Promise<PutOutcome>
  /** Newest versions of a kind that are not removed, by id. */
  list(kind: string): Promise<readonly StoredDocument[]>
  /** Newest version first, 100 at most. */
  history(kind: string, id: string): Promise<readonly StoredDocument[]>
}
