import { dataTypes } from '@weir/engine'
import type { Category, DataTypeChip } from '@weir/schema/api'

export type KnownType = (typeof dataTypes)[number]

const byId: ReadonlyMap<string, KnownType> = new Map(dataTypes.map((type) => [type.id, type]))
const ranks = { critical: 0, high: 1, medium: 2, low: 3 } as const

export function knownType(type: string): KnownType | null {
  return byId.get(type) ?? null
}

/** A row of an older ledger may name a type that is no more. */
export function categoryOf(type: string): Category {
  return byId.get(type)?.category ?? 'TECH'
}

export function chipOf(type: string): DataTypeChip {
  return { type, category: categoryOf(type) }
}

/** The most sensitive first. */
export function bySensitivity(left: string, right: string): number {
  return rankOf(left) - rankOf(right) || (left < right ? -1 : left > right ? 1 : 0)
}

function rankOf(type: string): number {
  return ranks[byId.get(type)?.sensitivity ?? 'low']
}

export function chipsOf(types: Iterable<string>): DataTypeChip[] {
  return [...new Set(types)].sort(bySensitivity).map(chipOf)
}

export interface DirectedType {
  readonly type: string
  readonly direction: 'req' | 'res'
}

/** Reads `res EMAIL_ADDRESS`. */
export function directedType(text: string): DirectedType {
  return { type: text.slice(4), direction: text.startsWith('req ') ? 'req' : 'res' }
}
