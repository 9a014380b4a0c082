import type { CatalogField } from './catalog.ts'

/** A JSON Schema (2020-12) of the part OpenAPI 3.1 documents need. */
export interface JsonSchema {
  type?: string | readonly string[]
  format?: string
  enum?: readonly string[]
  minimum?: number
  maximum?: number
  maxLength?: number
  properties?: Record<string, JsonSchema>
  required?: readonly string[]
  additionalProperties?: JsonSchema
  items?: JsonSchema
  anyOf?: readonly JsonSchema[]
  'x-weir-data-types'?: readonly string[]
}

/** Schema of one leaf. */
export function schemaOf(field: CatalogField): JsonSchema {
  const { types, format, enumeration, minimum, maximum } = field.domain
  const dataTypes = field.dataTypes.map(({ type }) => type)
  return {
    ...(types.length === 0 ? {} : { type: types.length === 1 ? (types[0] ?? 'string') : types }),
    ...(format === null ? {} : { format }),
    ...(enumeration === null ? {} : { enum: enumeration }),
    ...(minimum === null ? {} : { minimum }),
    ...(maximum === null ? {} : { maximum }),
    ...(dataTypes.length === 0 ? {} : { 'x-weir-data-types': dataTypes }),
  }
}

interface Node {
  readonly members: Map<string, Node>
  items: Node | null
  leaf: CatalogField | null
  /** Largest presence of anything below. */
  presence: number
}

function newNode(): Node {
  return { members: new Map(), items: null, leaf: null, presence: 0 }
}

/** Schema of a body, built up from the places of its leaves. */
export function bodySchema(fields: readonly CatalogField[]): JsonSchema {
  const root = newNode()
  for (const field of fields) {
    if (field.path.includes('#')) continue
    const steps = stepsOf(field.path)
    const nodes = descend(root, steps)
    for (const node of nodes) node.presence = Math.max(node.presence, field.presence)
    const last = nodes.at(-1)
    if (last !== undefined) last.leaf = field
  }
  return schemaOfNode(root)
}

const step = /\[\]|\["(?:[^"\\]|\\.)*"\]|[^.[\]]+/g

/** `items[].email` → `items`, `[]`, `email`. */
function stepsOf(path: string): readonly string[] {
  return [...path.matchAll(step)].map(([text]) => text)
}

function descend(root: Node, steps: readonly string[]): readonly Node[] {
  const nodes = [root]
  let node = root
  for (const text of steps) {
    node = text === '[]' ? itemsOf(node) : memberOf(node, text)
    nodes.push(node)
  }
  return nodes
}

function itemsOf(node: Node): Node {
  node.items ??= newNode()
  return node.items
}

function memberOf(node: Node, text: string): Node {
  const name = text.startsWith('["') ? unquoted(text.slice(1, -1)) : text
  const member = node.members.get(name) ?? newNode()
  node.members.set(name, member)
  return member
}

function unquoted(text: string): string {
  const name: unknown = JSON.parse(text)
  return String(name)
}

/** A place may have held an array, an object and a value: whatever it was is allowed. */
function schemaOfNode(node: Node): JsonSchema {
  const containers: JsonSchema[] = []
  if (node.items !== null) containers.push({ type: 'array', items: schemaOfNode(node.items) })
  if (node.members.size > 0) containers.push(objectSchema(node))
  const shapes = node.leaf === null ? containers : withLeaf(containers, schemaOf(node.leaf))
  const [only] = shapes
  return shapes.length > 1 ? { anyOf: shapes } : (only ?? {})
}

/** Null beside one container is a second type of it. */
function withLeaf(containers: readonly JsonSchema[], leaf: JsonSchema): readonly JsonSchema[] {
  const [only] = containers
  if (containers.length !== 1 || leaf.type !== 'null' || typeof only?.type !== 'string')
    return [...containers, leaf]
  return [{ ...only, type: [only.type, 'null'] }]
}

function objectSchema(node: Node): JsonSchema {
  const dynamic = node.members.get('{*}')
  const named = [...node.members].filter(([name]) => name !== '{*}')
  const required = named.filter(
    ([, member]) => member.presence >= node.presence && member.presence > 0,
  )
  return {
    type: 'object',
    properties: Object.fromEntries(named.map(([name, member]) => [name, schemaOfNode(member)])),
    ...(required.length === 0 ? {} : { required: required.map(([name]) => name).sort() }),
    ...(dynamic === undefined ? {} : { additionalProperties: schemaOfNode(dynamic) }),
  }
}
