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
import { fold, joinedHosts, joiningHosts } from './consolidate.ts'
import { type EdgeCoverage, edgeCoverageOf } from './edges.ts'
import { type FieldStats, mergeFieldStats } from './field-stats.ts'
import { fieldKey, operationKey, serviceOfKey, splitFieldKey } from './keys.ts'
import { mergeOperationStats, type OperationStats } from './operation-stats.ts'
import { rekey } from './rekey.ts'
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
  /** What people said of paths, as of this mark, under the names they gave. */
  readonly said: Corrections
  /** The same under the names services have now. */
  readonly corrections: Corrections
  /** Every data type there is, as of this mark. */
  readonly types: DataTypes
  /** Name of the service a host belongs to; its own where it belongs to none. */
  readonly nameOf: (service: string) => string
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
 * The next model: what was learned is merged in, operations are derived anew where routes changed, or
 * everywhere when people's corrections did, and hosts that do the same become one service.
 */
export function advance(model: Model, learned: Summary, instructions: Instructions): Model {
  const said = instructions.corrections
  trimSummary(learned)
  const merged = merge(model.summary, learned)
  const known = joinedHosts(merged)
  const trees = new Map(model.trees)
  const changed = said === model.said ? learned : merged
  const names = [...changed.services.entries.keys()].map((name) => known.get(name) ?? name)
  let summary = derived(fold(merged, known), new Set(names), trees, said)
  for (let round = 0; round < joiningRounds; round += 1) {
    const joining = joiningHosts(summary, trees)
    if (joining.size === 0) break
    summary = derived(fold(summary, joining), new Set(joining.values()), trees, said)
  }
  return modelOf(model.epoch + 1, summary, trees, instructions)
}

/** What hosts have learned together lets those join that alone had shown too little. */
const joiningRounds = 2

/** Derives the operations of services anew and moves what was learned to where its paths lead now. */
function derived(
  summary: Summary,
  services: ReadonlySet<string>,
  trees: Map<string, OperationTree>,
  said: Corrections,
): Summary {
  const corrections = said.under(namesOf(summary))
  for (const name of services) {
    const stats = summary.services.entries.get(name)?.value
    if (stats !== undefined) trees.set(name, deriveOperations(stats.routes, corrections.of(name)))
  }
  for (const name of trees.keys()) if (!summary.services.entries.has(name)) trees.delete(name)
  return settle(summary, trees)
}

function namesOf(summary: Summary): Model['nameOf'] {
  const names = joinedHosts(summary)
  return (service) => names.get(service) ?? service
}

/** Rebuilds a model from its summary alone, as a restored snapshot needs it. */
export function modelFrom(epoch: number, summary: Summary, instructions: Instructions): Model {
  const corrections = instructions.corrections.under(namesOf(summary))
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
  { corrections: said, types }: Instructions,
): Model {
  const nameOf = namesOf(summary)
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
    said,
    corrections: said.under(nameOf),
    types,
    nameOf,
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
