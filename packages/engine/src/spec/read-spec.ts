import type { Result } from '@weir/schema'
import { anything, type SchemaNode, type SchemaType } from './schema-node.ts'
import type { Spec, SpecOperation, SpecParameter } from './spec.ts'

type Json = Readonly<Record<string, unknown>>

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const
const mostOperations = 20_000
const mostWarnings = 20
/** References that lead from one to the next. */
const mostHops = 32

/**
 * Reads an OpenAPI 3.0 or 3.1 document that was already parsed. References lead into the document alone:
 * nothing is fetched, and what refers elsewhere is a warning and allows everything.
 */
export function readSpec(document: unknown): Result<Spec> {
  if (!isObject(document)) return { ok: false, problem: 'expected an OpenAPI document, an object' }
  const { openapi, swagger } = document
  if (swagger !== undefined) {
    return { ok: false, problem: 'this is Swagger 2.0; convert it to OpenAPI 3 first' }
  }
  if (typeof openapi !== 'string' || !/^3\.[01](?:\.|$)/.test(openapi)) {
    return { ok: false, problem: 'openapi: expected 3.0.x or 3.1.x' }
  }
  if (!isObject(document['paths'])) return { ok: false, problem: 'paths: expected an object' }
  return { ok: true, value: new SpecReader(document).read() }
}

class SpecReader {
  readonly #document: Json
  readonly #warnings = new Set<string>()
  readonly #nodes = new Map<Json, SchemaNode>()

  constructor(document: Json) {
    this.#document = document
  }

  read(): Spec {
    const info = objectOf(this.#document['info'])
    const operations: SpecOperation[] = []
    for (const [path, given] of Object.entries(objectOf(this.#document['paths']))) {
      const item = this.#resolved(given)
      for (const method of methods) {
        if (!isObject(item[method]) || operations.length >= mostOperations) continue
        operations.push(...this.#operations(path, method, item, item[method]))
      }
    }
    return {
      title: textOf(info['title']) || 'untitled',
      version: textOf(info['version']),
      hosts: hostsOf(this.#document['servers']),
      operations,
      warnings: [...this.#warnings],
    }
  }

  /** One for each path of a server. */
  #operations(path: string, method: string, item: Json, operation: Json): readonly SpecOperation[] {
    const parameters = [...listOf(item['parameters']), ...listOf(operation['parameters'])]
    const servers = operation['servers'] ?? item['servers'] ?? this.#document['servers']
    const described = {
      method: method.toUpperCase(),
      deprecated: operation['deprecated'] === true,
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

  /** Follows `$ref` inside the document; an object that allows everything where it leads nowhere. */
  #resolved(given: unknown): Json {
    let at = given
    for (let hop = 0; hop < mostHops; hop += 1) {
      if (!isObject(at)) return {}
      const { $ref: reference } = at
      if (typeof reference !== 'string') return at
      at = this.#pointed(reference)
    }
    this.#warn(`a reference leads in a circle`)
    return {}
  }

  #pointed(reference: string): unknown {
    if (!reference.startsWith('#/')) {
      this.#warn(`$ref ${reference.slice(0, 200)}: only references into the document are followed`)
      return null
    }
    let at: unknown = this.#document
    for (const step of reference.slice(2).split('/')) {
      const name = decoded(step)
      at = isObject(at) && Object.hasOwn(at, name) ? at[name] : listOf(at)[Number(name)]
      if (at === undefined) {
        this.#warn(`$ref ${reference.slice(0, 200)} leads nowhere`)
        return null
      }
    }
    return at
  }

  #warn(what: string): void {
    if (this.#warnings.size < mostWarnings) this.#warnings.add(what)
  }
}

/** RFC 6901 in a URI fragment. */
function decoded(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

const typeNames: readonly SchemaType[] = [
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'object',
  'array',
]

function typesOf({ type, nullable }: Json): ReadonlySet<SchemaType> | null {
  const given = Array.isArray(type) ? type : [type]
  const types = typeNames.filter((name) => given.includes(name))
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

/** Paths of the servers an operation is under; variables stand for anything without a slash. */
function basePaths(servers: unknown): readonly string[] {
  const urls = listOf(servers).map((server) => textOf(objectOf(server)['url']))
  const paths = urls.map((url) =>
    url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '').replace(/\/+$/, ''),
  )
  const distinct = [...new Set(paths)].slice(0, 20)
  return distinct.length === 0 ? [''] : distinct
}

function hostsOf(servers: unknown): readonly string[] {
  const hosts = listOf(servers).map((server) => {
    const url = textOf(objectOf(server)['url'])
    return /^[a-z][a-z0-9+.-]*:\/\/([^/:?#]{1,255})/i.exec(url)?.[1]?.toLowerCase() ?? ''
  })
  return [...new Set(hosts.filter((host) => host !== ''))].slice(0, 20)
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
