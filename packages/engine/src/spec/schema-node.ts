/** JSON types a value may have; `integer` is a number without a fraction. */
export const schemaTypes = [
  'string',
  'number',
  'integer',
  'boolean',
  'null',
  'object',
  'array',
] as const
export type SchemaType = (typeof schemaTypes)[number]

/** A JSON Schema (2020-12, or of OpenAPI 3.0) as far as a value's place and type are concerned. */
export interface SchemaNode {
  /** Null allows all. */
  readonly types: ReadonlySet<SchemaType> | null
  readonly properties: ReadonlyMap<string, () => SchemaNode>
  /** Members that are not named: a schema for them, or whether any may stand there. */
  readonly additional: (() => SchemaNode) | 'said' | 'unsaid' | 'none'
  readonly items: (() => SchemaNode) | null
  /** Null allows all; numbers and booleans as JSON writes them. */
  readonly values: ReadonlySet<string> | null
  /** `allOf`, `oneOf`, `anyOf`: what else it may be. */
  readonly parts: readonly (() => SchemaNode)[]
}

/** A schema that allows everything and names nothing. */
export const anything: SchemaNode = {
  types: null,
  properties: new Map(),
  additional: 'said',
  items: null,
  values: null,
  parts: [],
}

/** Parts inside parts that are followed; a schema that refers to itself has more. */
const mostParts = 200

/** A node with all it may be, itself first; every one once. */
export function alternatives(nodes: readonly SchemaNode[]): readonly SchemaNode[] {
  const all = new Set<SchemaNode>(nodes)
  for (const node of all) {
    for (const part of node.parts) {
      if (all.size >= mostParts) return [...all]
      all.add(part())
    }
  }
  return [...all]
}
