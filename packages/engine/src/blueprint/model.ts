import type { FieldLocation, Vantage } from '@weir/schema'
import {
  builtInTypes,
  type DataTypeId,
  type DataTypes,
  decideFieldTypes,
  type FieldType,
  refutedFieldTypes,
} from '../classify/index.ts'
import {
  type Corrections,
  decodeTokens,
  deriveOperations,
  noCorrections,
  type OperationTree,
} from '../discover/index.ts'
import { type BottomK, newBottomK, type Ranked, trim } from '../lib/bottom-k.ts'
import { type EdgeCoverage, edgeCoverageOf } from './edges.ts'
import { type FieldStats, mergeFieldStats } from './field-stats.ts'
import { fieldKey, operationKey, serviceOfKey, splitFieldKey } from './keys.ts'
import { mergeOperationStats, type OperationStats } from './operation-stats.ts'
import { merge, newSummary, type Summary, trimSummary } from './summary.ts'
import { mergeVariants } from './variants.ts'
import { primaryVantage } from './vantage.ts'

/**
 * What is known at a mark: the merged summary and what follows from it. Immutable and shared by all
 * engines; a new mark makes a new model.
 */
export interface Model {
  /** Number of the mark. */
  readonly epoch: number
  readonly summary: Summary
  readonly trees: ReadonlyMap<string, OperationTree>
  /** What people said of paths, as of this mark. */
  readonly corrections: Corrections
  /** Every data type there is, as of this mark. */
  readonly types: DataTypes
  /** Vantage whose exchanges count for a service; null while every exchange does. */
  primaryOf(service: string): Vantage | null
  /** How complete the map of edges is. */
  edgeCoverage(): EdgeCoverage
  /** What the values of a field are believed to be, from all of them together. */
  beliefOf(operation: string, location: FieldLocation, path: string): Belief
}

export interface Belief {
  readonly types: readonly FieldType[]
  /** Types its values only look like. */
  readonly refuted: ReadonlySet<DataTypeId>
}

/** What people told Weir; it holds from one mark to the next. */
export interface Instructions {
  readonly corrections: Corrections
  readonly types: DataTypes
}

export const noInstructions: Instructions = { corrections: noCorrections, types: builtInTypes }

const noBelief: Belief = { types: [], refuted: new Set() }

export function emptyModel(): Model {
  return modelOf(0, newSummary(), new Map(), noInstructions)
}

/**
 * The next model: what was learned is merged in, and operations are derived anew where routes changed, or
 * everywhere when people's corrections did.
 */
export function advance(model: Model, learned: Summary, instructions: Instructions): Model {
  const { corrections } = instructions
  trimSummary(learned)
  const merged = merge(model.summary, learned)
  const trees = new Map(model.trees)
  const changed = corrections === model.corrections ? learned : merged
  for (const name of changed.services.entries.keys()) {
    const stats = merged.services.entries.get(name)?.value
    if (stats !== undefined) {
      trees.set(name, deriveOperations(stats.routes, corrections.of(name)))
    }
  }
  for (const name of trees.keys()) if (!merged.services.entries.has(name)) trees.delete(name)
  return modelOf(model.epoch + 1, settle(merged, trees), trees, instructions)
}

/** Rebuilds a model from its summary alone, as a restored snapshot needs it. */
export function modelFrom(epoch: number, summary: Summary, instructions: Instructions): Model {
  const { corrections } = instructions
  const trees = new Map<string, OperationTree>()
  for (const [name, entry] of summary.services.entries) {
    trees.set(name, deriveOperations(entry.value.routes, corrections.of(name)))
  }
  return modelOf(epoch, summary, trees, instructions)
}

function modelOf(
  epoch: number,
  summary: Summary,
  trees: ReadonlyMap<string, OperationTree>,
  { corrections, types }: Instructions,
): Model {
  const decided = new Map<string, Belief>()
  let coverage: EdgeCoverage | null = null
  const primaries = new Map<string, Vantage | null>()
  for (const [name, { value }] of summary.services.entries) {
    primaries.set(name, primaryVantage(value.vantages))
  }
  return {
    epoch,
    summary,
    trees,
    corrections,
    types,
    primaryOf: (service) => primaries.get(service) ?? null,
    edgeCoverage: () => {
      coverage ??= edgeCoverageOf(summary)
      return coverage
    },
    beliefOf: (operation, location, path) => {
      const key = fieldKey(operation, location, path)
      const known = decided.get(key)
      if (known !== undefined) return known
      const stats = summary.fields.entries.get(key)?.value
      const belief = stats === undefined ? noBelief : beliefFrom(stats, location, path, types)
      decided.set(key, belief)
      return belief
    },
  }
}

/** What the values of one field are believed to be. */
export function beliefFrom(
  stats: FieldStats,
  location: FieldLocation,
  path: string,
  known: DataTypes,
): Belief {
  const key = path.replaceAll('[]', '').split('.').at(-1) ?? ''
  const values = stats.values - stats.nulls
  return {
    types: decideFieldTypes(values, stats.types, { key, location, own: known.namedBy(key) }).filter(
      ({ type }) => known.find(type) !== undefined,
    ),
    refuted: refutedFieldTypes(stats.types),
  }
}

/**
 * Moves what was learned under a path pattern, or under a template that no longer holds, to the
 * operation its tokens lead to now. Keys that stay cost one look-up.
 */
function settle(summary: Summary, trees: ReadonlyMap<string, OperationTree>): Summary {
  const moves = new Map<string, string>()
  for (const [key, entry] of summary.operations.entries) {
    const next = currentKey(key, entry.value, trees)
    if (next !== key) moves.set(key, next)
  }
  if (moves.size === 0) return summary
  return {
    ...summary,
    operations: rekey(summary.operations, (key) => moves.get(key) ?? key, mergeOperationStats),
    fields: rekey(summary.fields, (key) => movedField(key, moves), mergeFieldStats),
    variants: rekey(summary.variants, (key) => movedField(key, moves), mergeVariants),
  }
}

function currentKey(
  key: string,
  stats: OperationStats,
  trees: ReadonlyMap<string, OperationTree>,
): string {
  if (stats.template !== '') return key
  const service = serviceOfKey(key)
  const tokens = decodeTokens(stats.tokens)
  const operation = tokens === null ? null : (trees.get(service)?.match(tokens) ?? null)
  return operation === null ? key : operationKey(service, operation.method, operation.template)
}

function movedField(key: string, moves: ReadonlyMap<string, string>): string {
  const [operation, place] = splitFieldKey(key)
  const moved = moves.get(operation)
  return moved === undefined ? key : `${moved}\n${place}`
}

function rekey<Value>(
  map: BottomK<Value>,
  keyOf: (key: string) => string,
  mergeValues: (left: Value, right: Value) => Value,
): BottomK<Value> {
  const moved = newBottomK<Value>(map.capacity)
  moved.dropped = map.dropped
  const sorted = [...map.entries].sort(([left], [right]) => (left < right ? -1 : 1))
  for (const [key, entry] of sorted) {
    const next = keyOf(key)
    const known = moved.entries.get(next)
    moved.entries.set(next, known === undefined ? entry : joined(known, entry, mergeValues))
  }
  moved.bar = map.bar
  trim(moved)
  return moved
}

/** An operation keeps the smallest rank of what it was made of, so it stays as long as any of it. */
function joined<Value>(
  left: Ranked<Value>,
  right: Ranked<Value>,
  mergeValues: (left: Value, right: Value) => Value,
): Ranked<Value> {
  return {
    rank: left.rank < right.rank ? left.rank : right.rank,
    value: mergeValues(left.value, right.value),
    seen: left.seen + right.seen,
  }
}
