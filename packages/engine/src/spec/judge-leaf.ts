import { isDynamicKey } from '../decode/dynamic-key.ts'
import { type Leaf, memberPath } from '../decode/leaf.ts'
import { alternatives, anything, type SchemaNode, type SchemaType } from './schema-node.ts'

export type LeafProblem = 'undocumented-field' | 'type-break' | 'enum-break'

export interface JudgedLeaf {
  readonly problem: LeafProblem
  /** The same for every exchange: `items[].email`. */
  readonly path: string
  readonly what: string
}

/**
 * Holds one value against what may stand at its place. Of `oneOf`, `anyOf` and `allOf` any part may allow
 * it: a value that some reading of the description allows is no difference. `isText` is for values that
 * travel as text, such as those of a query.
 */
export function judgeLeaf(
  start: readonly SchemaNode[],
  leaf: Leaf,
  isText: boolean,
): JudgedLeaf | null {
  const place = follow(start, leaf.pointer.split('#', 1)[0] ?? '')
  if ('problem' in place) return place
  const { nodes, path } = place
  const kinds = isText ? textKinds(leaf.text) : kindsOf(leaf)
  const fitting = nodes.filter((node) => allowsType(node, kinds))
  if (fitting.length === 0)
    return {
      problem: 'type-break',
      path,
      what: `${kinds[0]} where ${typeWords(nodes)} is described`,
    }
  return fitting.every(({ values }) => values !== null && !values.has(leaf.text))
    ? { problem: 'enum-break', path, what: 'a value that is none of those described' }
    : null
}

interface Place {
  readonly nodes: readonly SchemaNode[]
  readonly path: string
}

const digits = /^\d+$/

/** Walks a JSON pointer down the schema; a step nobody describes is a problem. */
function follow(start: readonly SchemaNode[], pointer: string): Place | JudgedLeaf {
  let nodes = alternatives(start)
  let path = ''
  for (const step of pointer === '' ? [] : pointer.slice(1).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~')
    const isElement =
      digits.test(name) && nodes.some((node) => node.items !== null || allows(node, 'array'))
    const next = nodes.flatMap((node) => (isElement ? elements(node) : members(node, name)))
    const before = path
    path = isElement ? `${path}[]` : memberPath(path, isDynamicKey(name) ? '{*}' : name)
    if (next.length > 0) {
      nodes = alternatives(next)
      continue
    }
    if (nodes.some(isFree)) return { nodes: [anything], path }
    const container: SchemaType = isElement ? 'array' : 'object'
    if (!nodes.some((node) => allows(node, container)))
      return {
        problem: 'type-break',
        path: before,
        what: `${container} where ${typeWords(nodes)} is described`,
      }
    return { problem: 'undocumented-field', path, what: 'sent, and not described' }
  }
  return { nodes, path }
}

function elements(node: SchemaNode): readonly SchemaNode[] {
  return node.items === null ? [] : [node.items()]
}

function members(node: SchemaNode, name: string): readonly SchemaNode[] {
  const named = node.properties.get(name)
  if (named !== undefined) return [named()]
  return typeof node.additional === 'function' ? [node.additional()] : []
}

/** Nothing is said of what stands inside, or that anything may. */
function isFree(node: SchemaNode): boolean {
  if (node.additional === 'said') return true
  if (node.additional === 'none' || node.parts.length > 0) return false
  const isBare = node.properties.size === 0 && node.items === null
  return isBare && (node.types === null || node.types.has('object') || node.types.has('array'))
}

function allows(node: SchemaNode, type: SchemaType): boolean {
  if (node.types !== null) return node.types.has(type)
  return type === 'object' ? node.properties.size > 0 || node.parts.length > 0 : node.items !== null
}

/** A part that only adds to others says nothing of the type. */
function allowsType(node: SchemaNode, kinds: readonly SchemaType[]): boolean {
  if (node.types === null)
    return node.properties.size === 0 && node.items === null && node.parts.length === 0
  return kinds.some((kind) => node.types?.has(kind))
}

function kindsOf({ kind, text }: Leaf): readonly SchemaType[] {
  if (kind !== 'number') return [kind]
  return /^-?\d+(?:\.0+)?$/.test(text) ? ['integer', 'number'] : ['number']
}

/** A text may be read as whatever it spells. */
function textKinds(text: string): readonly SchemaType[] {
  const kinds: SchemaType[] = ['string', 'array', 'object']
  if (/^-?\d+$/.test(text)) kinds.push('integer', 'number')
  else if (text.trim() !== '' && Number.isFinite(Number(text))) kinds.push('number')
  if (/^(?:true|false)$/i.test(text)) kinds.push('boolean')
  if (text === '') kinds.push('boolean', 'null')
  return kinds
}

function typeWords(nodes: readonly SchemaNode[]): string {
  const names = new Set(nodes.flatMap(({ types }) => [...(types ?? [])]))
  return names.size === 0 ? 'something else' : [...names].join(' or ')
}
