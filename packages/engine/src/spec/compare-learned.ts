import { pathSteps } from '../decode/index.ts'
import { described, isOfService } from './described-status.ts'
import {
  type Difference,
  type DifferenceKind,
  differenceWords,
  mostDifferences,
  wholeDifference,
} from './difference.ts'
import { judgeValue } from './judge-leaf.ts'
import { requestSchemas, responseSchemas } from './learned-bodies.ts'
import type { LearnedField, LearnedOperation } from './learned-operation.ts'
import { textValuesOf, valuesOf } from './learned-values.ts'
import { shapeOf, wordsOf } from './learned-words.ts'
import { orphansOf } from './orphans.ts'
import { parameterNamed } from './query-parameters.ts'
import type { SchemaNode } from './schema-node.ts'
import type { Spec, SpecOperation } from './spec.ts'
import { SpecPaths } from './spec-paths.ts'

/** A difference, and the operations on its two sides. */
export interface LearnedDifference<Operation> {
  readonly difference: Difference
  /** Null where nothing was learned: nobody called it. */
  readonly learned: Operation | null
  /** Null where nobody described it. */
  readonly described: SpecOperation | null
}

export interface Comparison<Operation> {
  readonly differences: readonly LearnedDifference<Operation>[]
  /** Calls that belong to described operations. */
  readonly matched: number
  /** Described operations that were called. */
  readonly called: number
}

/**
 * Holds a description against what was learned from many exchanges. It finds what `createSpecCheck` finds in
 * those exchanges, as far as the model tells: it never says more.
 */
export function compareLearned<Operation extends LearnedOperation>(
  spec: Spec,
  operations: readonly Operation[],
): Comparison<Operation> {
  const paths = new SpecPaths(spec.operations)
  const called = new Set<SpecOperation>()
  const differences: LearnedDifference<Operation>[] = []
  let matched = 0
  for (const learned of operations) {
    const found = paths.among(learned.method, learned.template, wordsOf(learned))
    if (found === null) continue
    for (const one of found) called.add(one)
    if (found.length > 0) matched += learned.calls
    for (const difference of differencesOf(learned, found)) {
      if (differences.length >= mostDifferences) break
      differences.push({ difference, learned, described: ownOf(learned, found) })
    }
  }
  const orphans = orphansOf(spec, called)
    .slice(0, mostDifferences)
    .map(({ difference, operation }) => ({ difference, learned: null, described: operation }))
  return { differences: [...differences, ...orphans], matched, called: called.size }
}

function differencesOf(
  learned: LearnedOperation,
  found: readonly SpecOperation[],
): readonly Difference[] {
  if (found.length === 0) return [wholeDifference('shadow', learned, learned.calls)]
  const own = ownOf(learned, found)
  const { method, template } = own ?? learned
  const view = { learned, found, own: own === null ? found : [own], method, template }
  return [
    ...wholeOf(view),
    ...statusesOf(view),
    ...parametersOf(view),
    ...bodyOf(view, 'req.body', requestSchemas(learned, found)),
    ...bodyOf(view, 'res.body', responseSchemas(learned, found)),
  ]
}

/** The operation of the same path; words beside its parameter are called rarely or not at all. */
function ownOf(
  { template }: LearnedOperation,
  found: readonly SpecOperation[],
): SpecOperation | null {
  const shape = shapeOf(template)
  const same = found.find((one) => shapeOf(one.template) === shape)
  return same ?? (found.length === 1 ? (found[0] ?? null) : null)
}

interface View {
  readonly learned: LearnedOperation
  /** All its calls may belong to: what one of them allows is no difference. */
  readonly found: readonly SpecOperation[]
  /** Those that most of its calls belong to: what all of them demand was demanded. */
  readonly own: readonly SpecOperation[]
  /** What the difference is told of: the description's own name where there is one. */
  readonly method: string
  readonly template: string
}

function wholeOf(view: View): readonly Difference[] {
  const { learned, own } = view
  const isZombie = own.every(({ deprecated }) => deprecated)
  // At least so many went through without: those with a credential may all have succeeded.
  const unsigned = learned.success - learned.authenticated
  const isOpen = own.every(({ secured }) => secured) && unsigned > 0
  return [
    ...(isZombie ? [wholeDifference('zombie', view, learned.calls)] : []),
    ...(isOpen ? [wholeDifference('undocumented-security', view, unsigned)] : []),
  ]
}

function statusesOf(view: View): readonly Difference[] {
  return Object.entries(view.learned.statuses).flatMap(([status, count]) => {
    const isTold = view.found.some((one) => described(one, Number(status)) !== undefined)
    return isTold || !isOfService(Number(status))
      ? []
      : [told(view, 'undocumented-status', null, status, count)]
  })
}

function parametersOf(view: View): readonly Difference[] {
  const { learned, found } = view
  const sent = new Map<string, number>()
  const differences: Difference[] = []
  for (const field of learned.fields) {
    const name = field.in === 'req.query' ? parameterName(field) : null
    if (name === null) continue
    const isFirst = !sent.has(name)
    sent.set(name, Math.max(sent.get(name) ?? 0, field.exchanges))
    const known = found.flatMap((one) => parameterNamed(one, name) ?? [])
    const schemas = known.map(({ schema }) => schema)
    if (known.length > 0) differences.push(...judged(view, { ...field, path: name }, schemas))
    else if (isFirst)
      differences.push(told(view, 'undocumented-parameter', 'req.query', name, field.exchanges))
  }
  return [...differences, ...missing(view, sent)]
}

function parameterName({ path }: LearnedField): string | null {
  const [first] = pathSteps(path)
  return first?.kind === 'member' ? first.name : null
}

function missing(view: View, sent: ReadonlyMap<string, number>): readonly Difference[] {
  const { learned, own } = view
  const [first, ...others] = own
  const required = (first?.query ?? []).filter(
    ({ name, required: must }) =>
      must && others.every((one) => parameterNamed(one, name)?.required === true),
  )
  return required.flatMap(({ name }) => {
    const without = learned.taught - Math.max(sent.get(name) ?? 0, sent.get(`${name}[]`) ?? 0)
    return without > 0 ? [told(view, 'missing-parameter', 'req.query', name, without)] : []
  })
}

function bodyOf(
  view: View,
  place: 'req.body' | 'res.body',
  schemas: readonly SchemaNode[] | null,
): readonly Difference[] {
  if (schemas === null) return []
  const fields = view.learned.fields.filter((field) => field.in === place)
  return distinct(fields.flatMap((field) => judged(view, field, schemas)))
}

/** Every way in which the values of one field differ, once. */
function judged(
  view: View,
  field: LearnedField,
  schemas: readonly SchemaNode[],
): readonly Difference[] {
  const place = field.in === 'req.body' || field.in === 'res.body' ? field.in : 'req.query'
  const values = place === 'req.query' ? textValuesOf(field) : valuesOf(field)
  return distinct(
    values.flatMap((value) => {
      const found = judgeValue(schemas, value)
      if (found === null) return []
      const path = place === 'req.query' ? field.path : found.path
      const { method, template } = view
      const { problem: kind, what } = found
      return [{ kind, method, template, in: place, path, count: field.exchanges, what }]
    }),
  )
}

/** Several fields may show one difference, such as members of an object that is not described. */
function distinct(differences: readonly Difference[]): readonly Difference[] {
  const byPlace = new Map<string, Difference>()
  for (const one of differences) {
    const key = `${one.kind} ${one.path}`
    const known = byPlace.get(key)
    if (known === undefined) byPlace.set(key, one)
    else if (known.count < one.count) byPlace.set(key, { ...known, count: one.count })
  }
  return [...byPlace.values()]
}

function told(
  { method, template }: View,
  kind: keyof typeof differenceWords & DifferenceKind,
  place: Difference['in'],
  path: string,
  count: number,
): Difference {
  return { kind, method, template, in: place, path, count, what: differenceWords[kind] }
}
