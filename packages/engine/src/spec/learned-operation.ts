import type { FieldLocation } from '@weir/schema'

/** What was learned of one operation, as far as a description can say otherwise. */
export interface LearnedOperation {
  readonly method: string
  readonly template: string
  readonly calls: number
  readonly success: number
  /** Calls that carried a credential. */
  readonly authenticated: number
  /** Calls that taught its fields. */
  readonly taught: number
  readonly statuses: Readonly<Record<string, number>>
  /** Calls by media type, under `request` or the status it came with: `200 application/json`. */
  readonly media: Readonly<Record<string, number>>
  readonly fields: readonly LearnedField[]
}

export interface LearnedField {
  readonly in: FieldLocation
  readonly path: string
  /** Calls it stood in, of those that taught. */
  readonly exchanges: number
  readonly domain: {
    readonly types: readonly ('string' | 'integer' | 'number' | 'boolean' | 'null')[]
    /** Of every text it carried. */
    readonly format: string | null
    /** All values there are; null where they are not known. */
    readonly enumeration: readonly string[] | null
    readonly minimum: number | null
    readonly maximum: number | null
  }
}
