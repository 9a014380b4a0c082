import { pathSteps } from '../decode/index.ts'
import type { CatalogField } from './catalog.ts'

/** A JSON Schema (2020-12) of the part OpenAPI 3.1 documents need. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly enum?: readonly (string | number | null)[]
  readonly minimum?: number
  readonly maximum?: number
  readonly contentMediaType?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly 'x-weir-data-types'?: readonly string[]
}

/** Schema of one leaf. */
export function schemaOf(field: CatalogField): JsonSchema {
  const { types, format, minimum, maximum } = field.domain
  const values = enumerationOf(field)
  return {
    ...(types.length === 0 ? {} : { type: types.length === 1 ? (types[0] ?? 'string') : types }),
    ...(format === null ? {} : { format }),
    ...(values === null ? {} : { enum: values }),
    ...(minimum === null ? {} : { minimum }),
    ...(maximum === null ? {} : { maximum }),
    ...dataTypesOf(field),
  }
}

/** Values as the schema's types write them: a query says `"1"`, its schema `1`. */
function enumerationOf({ domain }: CatalogField): readonly (string | number | null)[] | null {
  const { types, enumeration } = domain
  if (enumeration === null || types.includes('boolean')) return null
  const values = types.includes('string') ? enumeration : enumeration.map(Number)
  return types.includes('null') ? [...values, null] : values
}

function dataTypesOf({ dataTypes }: CatalogField): Pick<JsonSchema, 'x-weir-data-types'> {
  return dataTypes.length === 0 ? {} : { 'x-weir-data-types': dataTypes.map(({ type }) => type) }
}

/** A place of a body with everything that was seen there. */
interface Node {
  readonly members: Map<string, Node>
  /** Stands for members whose names are data. */
  anyMember: Node | null
  items: Node | null
  leaf: CatalogField | null
  /** A string here held a JSON document. */
  embedded: boolean
  /** Largest presence of anything below. */
  presence: number
}

function newNode(): Node {
  return {
    members: new Map(),
    anyMember: null,
    items: null,
    leaf: null,
    embedded: false,
    presence: 0,
  }
}

/** Schema of a body, built up from the places of its leaves. */
export function bodySchema(fields: readonly CatalogField[]): JsonSchema {
  const root = newNode()
  for (const field of fields) place(root, field)
  return schemaOfNode(root, false)
}

function place(root: Node, field: CatalogField): void {
  let node = root
  node.presence = Math.max(node.presence, field.presence)
  for (const step of pathSteps(field.path)) {
    if (step.kind === 'embedded') {
      node.embedded = true
      return
    }
    if (step.kind === 'item') node = node.items ??= newNode()
    else if (step.kind === 'any-member') node = node.anyMember ??= newNode()
    else node = memberOf(node, step.name)
    node.presence = Math.max(node.presence, field.presence)
  }
  node.leaf = field
}

function memberOf(node: Node, name: string): Node {
  const member = node.members.get(name) ?? newNode()
  node.members.set(name, member)
  return member
}

/** `repeated` inside lists and maps, where one call shows a place many times. */
function schemaOfNode(node: Node, repeated: boolean): JsonSchema {
  const shapes: JsonSchema[] = []
  if (isObject(node)) shapes.push(objectSchema(node, repeated))
  if (node.items !== null) shapes.push({ type: 'array', items: schemaOfNode(node.items, true) })
  if (node.embedded) shapes.push({ type: 'string', contentMediaType: 'application/json' })
  if (node.leaf !== null && (shapes.length === 0 || node.leaf.domain.types.length > 0)) {
    shapes.push(schemaOf(node.leaf))
  }
  const [first = {}, ...others] = shapes
  return others.length === 0 ? first : { anyOf: shapes }
}

function isObject(node: Node): boolean {
  return node.members.size > 0 || node.anyMember !== null
}

function objectSchema(node: Node, repeated: boolean): JsonSchema {
  const members = [...node.members]
  const most = valuesIn(node)
  const required = members
    .filter(([, member]) => isAlwaysThere(member, node, repeated ? most : null))
    .map(([name]) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map(([name, member]) => [name, schemaOfNode(member, repeated)]),
    ),
    ...(required.length === 0 ? {} : { required: required.sort() }),
    ...(node.anyMember === null
      ? {}
      : { additionalProperties: schemaOfNode(node.anyMember, true) }),
    ...(node.leaf === null ? {} : dataTypesOf(node.leaf)),
  }
}

/** In a list presence in every call is not enough: each element must have shown the member. */
function isAlwaysThere(member: Node, owner: Node, most: number | null): boolean {
  if (member.presence <= 0 || member.presence < owner.presence) return false
  return most === null || (most > 0 && valuesIn(member) >= most)
}

/** How often a place was certainly there; what a list holds says nothing about how many lists there were. */
function valuesIn(node: Node): number {
  const own = node.leaf === null || node.leaf.domain.types.length === 0 ? 0 : node.leaf.values
  return Math.max(own, ...[...node.members.values()].map(valuesIn))
}
