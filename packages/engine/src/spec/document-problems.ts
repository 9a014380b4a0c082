import { isObject, type Json, listOf, textOf } from './plain-json.ts'
import { resolved } from './references.ts'
import { schemaTypes } from './schema-node.ts'
import type { SpecProblem } from './spec-problem.ts'

const mostProblems = 50
/** Objects and lists that are looked at. */
const mostNodes = 500_000
const mostDepth = 200

/** Values of a document that are examples of payloads: nothing in them is the document's own word. */
const payloads = new Set(['example', 'examples', 'default', 'enum', 'const'])

/** What a document says that Weir cannot read, or that says nothing: the rest of it stands. */
export function problemsOf(document: Json): readonly SpecProblem[] {
  const finder = new ProblemFinder(document)
  finder.paths()
  finder.walk(document, [])
  return finder.found
}

class ProblemFinder {
  readonly found: SpecProblem[] = []
  readonly #document: Json
  readonly #seen = new Set<object>()

  constructor(document: Json) {
    this.#document = document
  }

  paths(): void {
    const paths = this.#document['paths']
    if (!isObject(paths)) return
    const shapes = new Map<string, string>()
    for (const [path, item] of Object.entries(paths)) {
      const at = ['paths', path]
      if (path.startsWith('x-')) continue
      if (!path.startsWith('/')) this.#add(at, 'a path begins with a slash')
      if (!isObject(item)) this.#add(at, 'expected an object with operations')
      const shape = path.replace(/\{[^{}]{0,200}\}/g, '{}')
      const same = shapes.get(shape)
      if (same === undefined) shapes.set(shape, path)
      else this.#add(at, `is the same path as ${same.slice(0, 200)}`)
    }
  }

  /** Every place of the document, each object once: aliases of YAML may lead to one from many. */
  walk(given: unknown, at: readonly string[]): void {
    if (typeof given !== 'object' || given === null || this.#seen.has(given)) return
    if (this.#seen.size >= mostNodes || at.length > mostDepth) return
    this.#seen.add(given)
    if (isObject(given)) this.#look(given, at)
    const isNames = at.at(-1) === 'properties'
    for (const [name, value] of Object.entries(given)) {
      const isPayload = !isNames && (payloads.has(name) || name.startsWith('x-'))
      if (!isPayload) this.walk(value, [...at, name])
    }
  }

  #look(given: Json, at: readonly string[]): void {
    if (typeof given['$ref'] === 'string') {
      const target = resolved(this.#document, given)
      if (!target.ok) this.#add(at, target.problem ?? '$ref leads to what is no object')
    }
    if (at.at(-2) === 'parameters' && at.at(-3) !== 'components') this.#parameter(given, at)
    if (isSchemaPlace(at)) this.#type(given, at)
  }

  #parameter(given: Json, at: readonly string[]): void {
    const target = resolved(this.#document, given)
    if (!target.ok) return
    if (textOf(target.value['name']) === '') this.#add(at, 'name: expected the name of a parameter')
    const place = target.value['in']
    if (!['query', 'path', 'header', 'cookie'].includes(textOf(place))) {
      this.#add([...at, 'in'], 'in: expected query, path, header or cookie')
    }
  }

  #type({ type }: Json, at: readonly string[]): void {
    if (type === undefined) return
    const names = typeof type === 'string' ? [type] : listOf(type)
    const known: readonly unknown[] = schemaTypes
    if (names.length > 0 && names.every((name) => known.includes(name))) return
    this.#add([...at, 'type'], `type: expected one of ${schemaTypes.join(', ')}`)
  }

  #add(at: readonly string[], what: string): void {
    if (this.found.length < mostProblems) this.found.push({ at, what })
  }
}

const schemaOwners = new Set(['schema', 'items', 'additionalProperties', 'not'])
const schemaMaps = new Set(['properties', 'schemas', 'allOf', 'oneOf', 'anyOf', 'prefixItems'])

/** A schema called `items` inside `properties` is a member, and a schema all the same. */
function isSchemaPlace(at: readonly string[]): boolean {
  return schemaMaps.has(at.at(-2) ?? '') || schemaOwners.has(at.at(-1) ?? '')
}
