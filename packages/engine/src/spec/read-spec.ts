import { problemsOf } from './document-problems.ts'
import { isObject, type Json, listOf, objectOf, textOf } from './plain-json.ts'
import { resolved } from './references.ts'
import { anything, type SchemaNode, type SchemaType, schemaTypes } from './schema-node.ts'
import { needsCredential } from './security.ts'
import { basePaths, hostsOf } from './servers.ts'
import type { Spec, SpecOperation, SpecParameter } from './spec.ts'
import type { SpecProblem } from './spec-problem.ts'

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const mostOperations = 20_000

export type SpecReading =
  | { readonly ok: true; readonly value: Spec }
  | { readonly ok: false; readonly problem: SpecProblem }

/**
 * Reads an OpenAPI 3.0 or 3.1 document that was already parsed. References lead into the document alone:
 * nothing is fetched, and what refers elsewhere is a warning and allows everything.
 */
export function readSpec(document: unknown): SpecReading {
  if (!isObject(document)) return refused([], 'expected an OpenAPI document, an object')
  const { openapi, swagger } = document
  if (swagger !== undefined) {
    return refused(['swagger'], 'this is Swagger 2.0; convert it to OpenAPI 3 first')
  }
  if (typeof openapi !== 'string' || !/^3\.[01](?:\.|$)/.test(openapi)) {
    return refused(['openapi'], 'openapi: expected 3.0.x or 3.1.x')
  }
  if (!isObject(document['paths'])) return refused(['paths'], 'paths: expected an object')
  return { ok: true, value: new SpecReader(document).read() }
}

function refused(at: readonly string[], what: string): SpecReading {
  return { ok: false, problem: { at, what } }
}

class SpecReader {
  readonly #document: Json
  readonly #nodes = new Map<Json, SchemaNode>()

  constructor(document: Json) {
    this.#document = document
  }

  read(): Spec {
    const info = objectOf(this.#document['info'])
    const operations: SpecOperation[] = []
    let isCut = false
    for (const [path, given] of Object.entries(objectOf(this.#document['paths']))) {
      const item = this.#resolved(given)
      for (const method of methods) {
        if (!isObject(item[method])) continue
        if (operations.length < mostOperations) {
          operations.push(...this.#operations(path, method, item, item[method]))
        } else isCut = true
      }
    }
    return {
      title: textOf(info['title']) || 'untitled',
      version: textOf(info['version']),
      hosts: hostsOf(this.#document['servers']),
      operations,
      warnings: [...(isCut ? [tooMany] : []), ...problemsOf(this.#document)],
    }
  }

  /** One for each path of a server. */
  #operations(path: string, method: string, item: Json, operation: Json): readonly SpecOperation[] {
    const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])]
    const servers = operation['servers'] ?? item['servers'] ?? this.#document['servers']
    const described = {
      method: method.toUpperCase(),
      deprecated: operation['deprecated'] === true,
      secured: needsCredential(this.#document, operation),
      at: ['paths', path, method],
      query: this.#query(parameters),
      request: this.#body(operation['requestBody']),
      responses: this.#responses(operation['responses']),
    }
    return basePaths(servers).map((base) => ({ ...described, template: `${base}${path}` }))
  }

  #query(parameters: readonly unknown[]): readonly SpecParameter[] {
    const byName = new Map<string, SpecParameter>()
    for (const given of parameters) {
      const parameter = this.#resolved(given)
      const name = textOf(parameter['name'])
      if (parameter['in'] !== 'query' || name === '') continue
      const schema = this.#schema(parameter['schema'])
      byName.set(name, { name, required: parameter['required'] === true, schema })
    }
    return [...byName.values()]
  }

  #body(given: unknown): SchemaNode | null {
    const content = objectOf(this.#resolved(given)['content'])
    const json = Object.entries(content).find(([type]) => /[/+]json\b/i.test(type))
    return json === undefined ? null : this.#schema(objectOf(json[1])['schema'])
  }

  #responses(given: unknown): ReadonlyMap<string, SchemaNode | null> {
    return new Map(
      Object.entries(objectOf(given)).map(([status, response]) => [
        status.toUpperCase() === 'DEFAULT' ? 'default' : status.toUpperCase(),
        this.#body(response),
      ]),
    )
  }

  #schema(given: unknown): SchemaNode {
    if (!isObject(given)) return anything
    const schema = this.#resolved(given)
    const known = this.#nodes.get(schema)
    if (known !== undefined) return known
    const node = this.#node(schema)
    this.#nodes.set(schema, node)
    return node
  }

  #node(schema: Json): SchemaNode {
    const later = (given: unknown) => (): SchemaNode => this.#schema(given)
    const properties = Object.entries(objectOf(schema['properties']))
    const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((name) => listOf(schema[name]))
    const { additionalProperties: additional } = schema
    return {
      types: typesOf(schema),
      properties: new Map(properties.map(([name, given]) => [name, later(given)])),
      additional: isObject(additional)
        ? later(additional)
        : additional === true
          ? 'said'
          : additional === false
            ? 'none'
            : 'unsaid',
      items: schema['items'] === undefined ? null : later(schema['items']),
      values: valuesOf(schema),
      parts: parts.map(later),
    }
  }

  /** An object that allows everything where a reference leads nowhere. */
  #resolved(given: unknown): Json {
    const found = resolved(this.#document, given)
    return found.ok ? found.value : {}
  }
}

const tooMany: SpecProblem = {
  at: ['paths'],
  what: `only the first ${mostOperations} operations are read`,
}

function typesOf({ type, nullable }: Json): ReadonlySet<SchemaType> | null {
  const given = Array.isArray(type) ? type : [type]
  const types = schemaTypes.filter((name) => given.includes(name))
  if (types.length === 0) return null
  return new Set(nullable === true ? [...types, 'null' as const] : types)
}

function valuesOf({ enum: values, const: value, nullable }: Json): ReadonlySet<string> | null {
  const given = value === undefined ? values : [value]
  if (!Array.isArray(given)) return null
  const scalars = given.filter((one) => typeof one !== 'object' || one === null)
  if (scalars.length < given.length) return null
  return new Set([...scalars.map(String), ...(nullable === true ? ['null'] : [])])
}
