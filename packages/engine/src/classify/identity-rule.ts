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

/** Two-digit year, month, day: a date of some century. */
export function isDate(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= (daysIn[month - 1] ?? 0)
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Month and day written as MMDD at a place of the text. */
export function hasMonthDay(text: string, at: number): boolean {
  return isDate(Number(text.slice(at, at + 2)), Number(text.slice(at + 2, at + 4)))
}

/** Day and month written as DDMM at a place of the text. */
export function hasDayMonth(text: string, at: number): boolean {
  return isDate(Number(text.slice(at + 2, at + 4)), Number(text.slice(at, at + 2)))
}
