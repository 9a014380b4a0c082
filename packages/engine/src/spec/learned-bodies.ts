import { described } from './described-status.ts'
import type { LearnedOperation } from './learned-operation.ts'
import type { SchemaNode } from './schema-node.ts'
import type { SpecOperation } from './spec.ts'

const json = /[/+]json\b/

/**
 * What the fields of requests may be held against; null where something is left that says nothing of them:
 * bodies of several formats are learned as one.
 */
export function requestSchemas(
  learned: LearnedOperation,
  operations: readonly SpecOperation[],
): readonly SchemaNode[] | null {
  const types = Object.keys(learned.media).filter((name) => name.startsWith('request '))
  if (types.length === 0 || !types.every((name) => json.test(name))) return null
  return allOf(operations.map(({ request }) => request))
}

/** The same of answers: those that succeeded taught their fields together, whatever their status. */
export function responseSchemas(
  learned: LearnedOperation,
  operations: readonly SpecOperation[],
): readonly SchemaNode[] | null {
  const answers = Object.keys(learned.media).filter((name) => /^[123]\d\d /.test(name))
  if (answers.length === 0 || !answers.every((name) => json.test(name))) return null
  const statuses = new Set(answers.map((name) => Number(name.slice(0, 3))))
  return allOf(
    [...statuses].flatMap((status) => operations.map((one) => described(one, status) ?? null)),
  )
}

function allOf(schemas: readonly (SchemaNode | null)[]): readonly SchemaNode[] | null {
  const known = schemas.filter((schema) => schema !== null)
  return known.length === schemas.length ? known : null
}
