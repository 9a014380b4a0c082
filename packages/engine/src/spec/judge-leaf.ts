import { type Leaf, pathPrefix, type PathStep, pathSteps } from '../decode/index.ts'
import { alternatives, anything, type SchemaNode, type SchemaType } from './schema-node.ts'

export type LeafProblem = 'undocumented-field' | 'type-break' | 'enum-break'

export interface JudgedLeaf {
  readonly problem: LeafProblem
  /** The same for every exchange: `items[].email`. */
  readonly path: string
  readonly what: string
}

/** A value that was sent, as far as it is known. */
export interface SentValue {
  /** The same for every exchange: `items[].email`. */
  readonly path: string
  /** Types it may be read as, the narrowest first. */
  readonly kinds: readonly SchemaType[]
  /** Null where only its type is known. */
  readonly text: string | null
}

/**
 * Holds one value against what may stand at its place. `isText` is for values that travel as text, such as
 * those of a query.
 */
export function judgeLeaf(
  start: readonly SchemaNode[],
  leaf: Pick<Leaf, 'kind' | 'text' | 'path'>,
  isText: boolean,
): JudgedLeaf | null {
  const { path, text } = leaf
  return judgeValue(start, { path, text, kinds: isText ? textKinds(text) : kindsOf(leaf) })
}

/**
 * Holds a value, from one exchange or learned from many, against what may stand at its place. Of `oneOf`,
 * `anyOf` and `allOf` any part may allow it: what some reading of the description allows is no difference.
 */
export function judgeValue(start: readonly SchemaNode[], value: SentValue): JudgedLeaf | null {
  const steps = pathSteps(value.path)
  const embedded = steps.findIndex(({ kind }) => kind === 'embedded')
  // What a string holds is nobody's business but the string's.
  if (embedded !== -1) {
    const path = pathPrefix(value.path, embedded)
    return judgeValue(start, { path, kinds: ['string'], text: null })
  }
  const place = follow(start, steps)
  if ('problem' in place) return { ...place, path: pathPrefix(value.path, place.steps) }
  const { path, kinds, text } = value
  const fitting = place.nodes.filter((node) => allowsType(node, kinds))
  if (fitting.length === 0)
    return {
      problem: 'type-break',
      path,
      what: `${kinds[0] ?? 'a value'} where ${typeWords(place.nodes)} is described`,
    }
  return text !== null && fitting.every(({ values }) => values !== null && !values.has(text))
    ? { problem: 'enum-break', path, what: 'a value that is none of those described' }
    : null
}

interface Place {
  readonly nodes: readonly SchemaNode[]
}

interface Stray {
  readonly problem: LeafProblem
  readonly what: string
  /** How many steps lead to where it differs. */
  readonly steps: number
}

/** Walks a path down the schema; a step nobody describes is a problem. */
function follow(start: readonly SchemaNode[], steps: readonly PathStep[]): Place | Stray {
  let nodes = alternatives(start)
  for (const [at, step] of steps.entries()) {
    const next = nodes.flatMap((node) => below(node, step))
    if (next.length > 0) {
      nodes = alternatives(next)
      continue
    }
    if (nodes.some(isFree)) return { nodes: [anything] }
    const container: SchemaType = step.kind === 'item' ? 'array' : 'object'
    if (!nodes.some((node) => allows(node, container))) {
      const what = `${container} where ${typeWords(nodes)} is described`
      return { problem: 'type-break', what, steps: at }
    }
    return { problem: 'undocumented-field', what: 'sent, and not described', steps: at + 1 }
  }
  return { nodes }
}

function below(node: SchemaNode, step: PathStep): readonly SchemaNode[] {
  if (step.kind === 'item') return elements(node)
  if (step.kind === 'member') return members(node, step.name)
  return step.kind === 'any-member' ? anyMembers(node) : []
}

/** A name that is data may be any of those described. */
function anyMembers(node: SchemaNode): readonly SchemaNode[] {
  const named = [...node.properties.values()].map((property) => property())
  return typeof node.additional === 'function' ? [...named, node.additional()] : named
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

function kindsOf({ kind, text }: Pick<Leaf, 'kind' | 'text'>): readonly SchemaType[] {
  if (kind !== 'number') return [kind]
  return /^-?\d+(?:\.0+)?$/.test(text) ? ['integer', 'number'] : ['number']
}

/** A text may be read as whatever it spells. */
export function textKinds(text: string): readonly SchemaType[] {
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
