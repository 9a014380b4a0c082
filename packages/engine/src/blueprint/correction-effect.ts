import { type Corrections, deriveOperations, type Operation } from '../discover/index.ts'
import type { Model } from './model.ts'

export interface OperationName {
  readonly method: string
  readonly template: string
}

/** What corrections change in the list of operations of one service. */
export interface CorrectionEffect {
  readonly gone: readonly OperationName[]
  readonly made: readonly OperationName[]
}

/** Derives the service once more under other corrections; nothing is changed. */
export function effectOf(model: Model, asked: string, said: Corrections): CorrectionEffect {
  const service = model.nameOf(asked)
  const corrections = said.under(model.nameOf)
  const stats = model.summary.services.entries.get(service)?.value
  if (stats === undefined) return { gone: [], made: [] }
  const before = listed(model.trees.get(service)?.operations ?? [], model.corrections, service)
  const tree = deriveOperations(stats.routes, corrections.of(service))
  const after = listed(tree.operations, corrections, service)
  return {
    gone: [...before].flatMap(([key, name]) => (after.has(key) ? [] : [name])),
    made: [...after].flatMap(([key, name]) => (before.has(key) ? [] : [name])),
  }
}

function listed(
  operations: readonly Operation[],
  corrections: Corrections,
  service: string,
): ReadonlyMap<string, OperationName> {
  const paths = corrections.of(service)
  return new Map(
    operations
      .filter(({ method, template }) => !paths.ignores(method, template))
      .map(({ method, template }) => [`${method} ${template}`, { method, template }]),
  )
}
