import { pathSteps } from '../decode/index.ts'
import type { CatalogField } from './catalog.ts'
import { dataTypesOf, type JsonSchema, schemaOf } from './json-schema.ts'
import type { CatalogStructure, ObjectKind, ObjectKinds } from './structure.ts'

/** What was learned of the bodies on one side of an operation. */
export interface LearnedBody {
  readonly fields: readonly CatalogField[]
  readonly structure: readonly CatalogStructure[]
}

export interface BodySchemaOptions {
  /** Also says bounds: ranges, lengths, sizes of lists. */
  readonly bounded: boolean
  /** Keeps a schema under a name and says how to refer to it. */
  readonly keep: (words: readonly string[], schema: JsonSchema) => string
}

/** A place of a body with everything that was seen there. */
export interface BodyNode {
  readonly members: Map<string, BodyNode>
  /** Stands for members whose names are data. */
  anyMember: BodyNode | null
  items: BodyNode | null
  /** The document a string here held. */
  embedded: BodyNode | null
  leaf: CatalogField | null
  structure: CatalogStructure | null
}

export function newBodyNode(): BodyNode {
  return {
    members: new Map(),
    anyMember: null,
    items: null,
    embedded: null,
    leaf: null,
    structure: null,
  }
}

/** The places of a body as a tree. */
export function bodyTree({ fields, structure }: LearnedBody): BodyNode {
  const root = newBodyNode()
  for (const field of fields) nodeAt(root, field.path).leaf = field
  for (const one of structure) nodeAt(root, one.path).structure = one
  return root
}

function nodeAt(root: BodyNode, path: string): BodyNode {
  let node = root
  for (const step of pathSteps(path)) {
    if (step.kind === 'item') node = node.items ??= newBodyNode()
    else if (step.kind === 'any-member') node = node.anyMember ??= newBodyNode()
    else if (step.kind === 'embedded') node = node.embedded ??= newBodyNode()
    else node = memberAt(node, step.name)
  }
  return node
}

function memberAt(node: BodyNode, name: string): BodyNode {
  const member = node.members.get(name) ?? newBodyNode()
  node.members.set(name, member)
  return member
}

/** Offers every shape a place was seen in. */
export function schemaOfNode(node: BodyNode, options: BodySchemaOptions): JsonSchema {
  const shapes: JsonSchema[] = []
  if (isObject(node)) shapes.push(objectSchema(node, options))
  if (isList(node)) shapes.push(listSchema(node, options))
  if (node.embedded !== null) shapes.push(embeddedSchema(node.embedded, options))
  if (node.leaf !== null && (shapes.length === 0 || node.leaf.domain.types.length > 0)) {
    shapes.push(schemaOf(node.leaf, options.bounded))
  }
  const [first = {}, ...others] = shapes
  return others.length === 0 ? first : { anyOf: shapes }
}

function isObject({ members, anyMember, structure }: BodyNode): boolean {
  return members.size > 0 || anyMember !== null || (structure?.objects ?? 0) > 0
}

function isList({ items, structure }: BodyNode): boolean {
  return items !== null || (structure?.lists ?? 0) > 0
}

/** Lists need to have been seen this often before their sizes mean anything. */
const leastForSizes = 20

function listSchema({ items, structure }: BodyNode, options: BodySchemaOptions): JsonSchema {
  const enough = options.bounded && structure !== null && structure.lists >= leastForSizes
  return {
    type: 'array',
    items: items === null ? {} : schemaOfNode(items, options),
    ...(enough && structure.minItems !== null ? { minItems: structure.minItems } : {}),
    ...(enough && structure.maxItems !== null ? { maxItems: structure.maxItems } : {}),
  }
}

function embeddedSchema(node: BodyNode, options: BodySchemaOptions): JsonSchema {
  return {
    type: 'string',
    contentMediaType: 'application/json',
    contentSchema: schemaOfNode(node, options),
  }
}

function objectSchema(node: BodyNode, options: BodySchemaOptions): JsonSchema {
  const kinds = node.structure?.kinds ?? null
  if (kinds !== null) {
    const schema = kindsSchema(node, kinds, options)
    if (schema !== null) return schema
  }
  const required = (node.structure?.required ?? []).map(lastName)
  return plainObject(node, new Set(node.members.keys()), required, options)
}

function plainObject(
  node: BodyNode,
  names: ReadonlySet<string>,
  required: readonly (string | null)[],
  options: BodySchemaOptions,
): JsonSchema {
  const members = [...node.members].filter(([name]) => names.has(name))
  const always = required.filter((name) => name !== null).filter((name) => names.has(name))
  return {
    type: 'object',
    properties: Object.fromEntries(
      members.map(([name, member]) => [name, schemaOfNode(member, options)]),
    ),
    ...(always.length === 0 ? {} : { required: [...new Set(always)].sort() }),
    ...(node.anyMember === null
      ? {}
      : { additionalProperties: schemaOfNode(node.anyMember, options) }),
    ...(node.leaf === null ? {} : dataTypesOf(node.leaf)),
  }
}

/** Name of the member a path ends with; null where it ends with an element or a name that is data. */
export function lastName(path: string): string | null {
  const named = pathSteps(path).findLast(({ kind }) => kind !== 'embedded')
  return named?.kind === 'member' ? named.name : null
}

/** One named schema for each kind, told apart by its member (OAS 3.1.1 §4.8.25). */
function kindsSchema(
  node: BodyNode,
  { path, cases }: ObjectKinds,
  options: BodySchemaOptions,
): JsonSchema | null {
  const propertyName = lastName(path)
  if (propertyName === null) return null
  const references = cases.map((kind): readonly [string, string] => {
    const schema = kindSchema(node, kind, propertyName, options)
    return [kind.value, options.keep([...pathWords(path), kind.value], schema)]
  })
  return {
    oneOf: references.map(([, $ref]) => ({ $ref })),
    discriminator: { propertyName, mapping: Object.fromEntries(references) },
  }
}

function kindSchema(
  node: BodyNode,
  { value, members, required }: ObjectKind,
  propertyName: string,
  options: BodySchemaOptions,
): JsonSchema {
  const names = new Set(members.map(lastName).filter((name) => name !== null))
  const schema = plainObject(node, names, required.map(lastName), options)
  const own = { type: 'string', enum: [value] }
  return { ...schema, properties: { ...schema.properties, [propertyName]: own } }
}

function pathWords(path: string): readonly string[] {
  return pathSteps(path).flatMap((step) => (step.kind === 'member' ? [step.name] : []))
}
