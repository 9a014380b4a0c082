import type { DataType, DataTypes } from '@weir/engine'
import type { Category, DataTypeChip } from '@weir/schema/api'

/** What is known of every data type, for answers. */
export interface DataTypeBook {
  find(type: string): DataType | null
  /** A row of an older ledger may name a type that is no more. */
  categoryOf(type: string): Category
  chip(type: string): DataTypeChip
  /** Each once, the most sensitive first. */
  chips(types: Iterable<string>): DataTypeChip[]
  bySensitivity(left: string, right: string): number
}

const ranks = { critical: 0, high: 1, medium: 2, low: 3 } as const

export function bookOf(types: DataTypes): DataTypeBook {
  const rankOf = (type: string): number => ranks[types.find(type)?.sensitivity ?? 'low']
  const categoryOf = (type: string): Category => types.find(type)?.category ?? 'TECH'
  const chip = (type: string): DataTypeChip => ({ type, category: categoryOf(type) })
  const bySensitivity = (left: string, right: string): number =>
    rankOf(left) - rankOf(right) || (left < right ? -1 : left > right ? 1 : 0)
  return {
    find: (type) => types.find(type) ?? null,
    categoryOf,
    chip,
    chips: (all) => [...new Set(all)].sort(bySensitivity).map(chip),
    bySensitivity,
  }
}

export interface DirectedType {
  readonly type: string
  readonly direction: 'req' | 'res'
}

/** Reads `res EMAIL_ADDRESS`. */
export function directedType(text: string): DirectedType {
  return { type: text.slice(4), direction: text.startsWith('req ') ? 'req' : 'res' }
}
