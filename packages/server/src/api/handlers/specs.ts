import type { SpecAnswer, SpecSummary } from '@weir/schema/api'
import type { PlacedProblem, ReadDocument } from '../../specs/read-document.ts'
import { type KeptSpec, type ProvidedSpec, providedSpec } from '../../stores/specs.ts'
import type { Handler, Sources } from '../handler.ts'
import { done, type Outcome, refused } from '../outcome.ts'
import { comparisonOf } from '../spec-comparison.ts'

export const listSpecs: Handler<'listSpecs'> = (_asked, { specs }) => {
  const items = specs.all().map(specView)
  return done({ items, total: items.length })
}

export const putSpec: Handler<'putSpec'> = async ({ query, body }, sources, by) => {
  const given = providedSpec(body)
  const read = given.reading()
  if (!read.ok) return unreadable(read.problems)
  if (query.preview === 'true') return done(answerOf(null, given, read.value, sources))
  const made = await sources.specs.put(given, by)
  if (!made.ok) return refused('DEFINITION_REFUSED', made.problem)
  return done(answerOf(made.value, given, read.value, sources))
}

function unreadable(problems: readonly PlacedProblem[]): Outcome<never> {
  const [first] = problems
  const detail =
    first === undefined
      ? 'The document cannot be read.'
      : `The document cannot be read, line ${first.line}: ${first.what}`
  return refused(
    'DEFINITION_REFUSED',
    detail,
    problems.map(({ line, what }) => ({ in: 'body', name: 'text', what, line })),
  )
}

function answerOf(
  spec: KeptSpec | null,
  given: ProvidedSpec,
  { spec: { title, version, operations }, problems }: ReadDocument,
  sources: Sources,
): SpecAnswer {
  const learned = sources.catalog().operationsOf.get(given.service) ?? []
  const comparison = comparisonOf(
    given,
    learned.map(({ operation }) => operation),
  )
  return {
    spec: spec === null ? null : specView(spec),
    title,
    version,
    operations: operations.length,
    problems: [...problems],
    rules: [...(comparison?.rules ?? [])],
  }
}

export const getSpec: Handler<'getSpec'> = ({ params }, { specs }) => {
  const found = specs.all().find(({ id }) => id === params.service_name)
  if (found === undefined) return noSpec
  const { file, text } = found.value
  const isJson = text.trimStart().startsWith('{')
  return done({ media_type: isJson ? 'application/json' : 'application/yaml', file, text })
}

export const removeSpec: Handler<'removeSpec'> = async ({ params }, { specs }, by) => {
  const service = params.service_name
  return (await specs.remove(service, by)) ? done({ service, removed: true }) : noSpec
}

export const noSpec = refused('NOT_FOUND', 'Nobody has given a document for this service.')

export function specView({ value, version: revision, atMs, by }: KeptSpec): SpecSummary {
  const read = value.reading()
  // What an earlier release took and this one cannot read is still there to be replaced.
  const { title, version, operations } = read.ok
    ? read.value.spec
    : { title: value.file, version: '', operations: [] }
  return {
    service: value.service,
    file: value.file,
    title,
    version,
    revision,
    operations: operations.length,
    characters: value.text.length,
    at_ms: Math.max(0, atMs),
    by,
  }
}
