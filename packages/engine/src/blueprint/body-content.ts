import {
  type BodyNode,
  type BodySchemaOptions,
  bodyTree,
  lastName,
  type LearnedBody,
  newBodyNode,
  schemaOfNode,
} from './body-schema.ts'
import type { JsonSchema } from './json-schema.ts'

/** What stands in bodies of one media type. */
export type BodyContent = Readonly<Record<string, { readonly schema?: JsonSchema }>>

type Family = 'json' | 'lines' | 'xml' | 'table' | 'form' | 'parts' | 'text' | 'opaque'

const families: readonly (readonly [Family, RegExp])[] = [
  ['lines', /(?:ndjson|jsonl|json-lines|json-seq|x-json-stream)/],
  ['json', /[/+]json\b/],
  ['form', /x-www-form-urlencoded/],
  ['parts', /^multipart\//],
  ['table', /\/(?:csv|tab-separated-values|tsv)\b/],
  ['text', /html|svg/],
  ['xml', /[/+]xml\b/],
  ['text', /^text\/|[/+](?:yaml|javascript|graphql)\b/],
]

function familyOf(type: string): Family {
  return families.find(([, pattern]) => pattern.test(type))?.[0] ?? 'opaque'
}

/**
 * Describes bodies by media type. Where structure was seen, it belongs to the types that can have some; a
 * type that promises none gets it only when no other is there to explain it.
 */
export function bodyContent(
  types: readonly string[],
  body: LearnedBody,
  options: BodySchemaOptions,
): BodyContent {
  const tree = bodyTree(body)
  const structured = types.some((type) => !isPlain(familyOf(type)))
  const misnamed = !structured && hasShape(body)
  return Object.fromEntries(
    types.map((type): [string, { readonly schema?: JsonSchema }] => {
      const family = familyOf(type)
      if (!isPlain(family)) return [type, { schema: structuredSchema(family, tree, options) }]
      if (misnamed) return [type, { schema: schemaOfNode(tree, options) }]
      return [type, family === 'text' ? { schema: { type: 'string' } } : {}]
    }),
  )
}

function isPlain(family: Family): boolean {
  return family === 'text' || family === 'opaque'
}

function hasShape({ fields, structure }: LearnedBody): boolean {
  return structure.length > 0 || fields.some(({ path }) => path !== '')
}

function structuredSchema(family: Family, tree: BodyNode, options: BodySchemaOptions): JsonSchema {
  switch (family) {
    // Each line is a document of its own.
    case 'lines':
      return schemaOfNode(tree.items ?? tree, options)
    case 'xml':
      return xmlSchema(tree, options)
    case 'parts':
      return partsSchema(tree, options)
    default:
      return schemaOfNode(tree, options)
  }
}

/** The schema of an XML body is that of its root element, which it names (OAS 3.1.1 §4.8.26). */
function xmlSchema(tree: BodyNode, options: BodySchemaOptions): JsonSchema {
  const [root, ...others] = tree.members
  if (root === undefined || others.length > 0) return {}
  const [name, node] = root
  return { ...withAttributes(schemaOfNode(xmlNode(node), options)), xml: { name } }
}

/** Elements that repeat are lists of themselves. */
function xmlNode(node: BodyNode): BodyNode {
  const members = new Map([...node.members].map(([name, member]) => [name, xmlNode(member)]))
  const { structure } = node
  if (structure === null || structure.lists === 0) return { ...node, members }
  const items = { ...node, members, structure: { ...structure, lists: 0 } }
  const list = { ...structure, objects: 0, required: [], kinds: null }
  return { ...newBodyNode(), items, structure: list }
}

/** Attributes were learned as members called `@name`. */
function withAttributes(schema: JsonSchema): JsonSchema {
  const { properties, items, anyOf, required } = schema
  return {
    ...schema,
    ...(properties === undefined ? {} : { properties: attributesIn(properties) }),
    ...(required === undefined ? {} : { required: required.map(plainName) }),
    ...(items === undefined ? {} : { items: withAttributes(items) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(withAttributes) }),
  }
}

function attributesIn(
  properties: Readonly<Record<string, JsonSchema>>,
): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) =>
      name.startsWith('@')
        ? [plainName(name), { ...property, xml: { attribute: true } }]
        : [name, withAttributes(property)],
    ),
  )
}

function plainName(name: string): string {
  return name.startsWith('@') ? name.slice(1) : name
}

const fileSchema: JsonSchema = { type: 'string', contentMediaType: 'application/octet-stream' }

/** A part that is a file was learned with its name below it: `document.filename`. */
function partsSchema(tree: BodyNode, options: BodySchemaOptions): JsonSchema {
  const required = new Set((tree.structure?.required ?? []).map(lastName))
  const members = new Map<string, BodyNode>()
  const files = new Set<string>()
  for (const [name, member] of tree.members) {
    const fileName = member.members.get('filename')?.leaf ?? null
    members.set(name, fileName === null ? member : withoutFileName(member))
    if (fileName === null) continue
    if (fileName.presence === 1) required.add(name)
    if (isBare(member)) files.add(name)
  }
  const schema = schemaOfNode({ ...tree, members }, options)
  const always = [...members.keys()]
    .filter((name) => required.has(name))
    .toSorted((left, right) => (left < right ? -1 : 1))
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [
        name,
        files.has(name) ? fileSchema : property,
      ]),
    ),
    ...(always.length === 0 ? {} : { required: always }),
  }
}

function withoutFileName(part: BodyNode): BodyNode {
  const members = new Map(part.members)
  members.delete('filename')
  return { ...part, members }
}

/** Nothing of its content was read. */
function isBare({ members, leaf, items, embedded, structure }: BodyNode): boolean {
  return (
    members.size === 1 && leaf === null && items === null && embedded === null && structure === null
  )
}
