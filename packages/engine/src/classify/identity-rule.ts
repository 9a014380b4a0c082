import type { DataTypeId } from './data-types.ts'

/** A number or code issued to a person, card, company or device. */
export interface IdentityRule {
  readonly type: DataTypeId
  /** Lengths without separators. */
  readonly lengths: readonly number[]
  /** Shape without separators, in capitals. */
  readonly shape: RegExp
  /** Permitted ways of writing it with separators; by default groups of two or more with one kind of separator. */
  readonly layout?: RegExp
  readonly valid: (compact: string) => boolean
  /** Confidence without a telling name, written without separators. */
  readonly alone: number
  /** The same, written in its layout with separators. */
  readonly aloneFormatted?: number
  readonly named: number
  readonly unmistakable?: boolean
  /** Its check passes for about one number in ten, so failing ones of its shape count against it. */
  readonly refutable?: boolean
}

export const always = (): boolean => true
