import { estimate } from '../lib/hyper-log-log.ts'
import { actorsOf, type Look, type NodeSums } from './node-sums.ts'
import { childrenOf, leavesOf, overflowKey, type RouteNode } from './route-node.ts'
import { type SegmentShape, segmentShapes, shapeOf } from './segment-shape.ts'
import { splitEnding } from './tokens.ts'
import { endingWeight, reservedWords, shapeWeight, twoLetterWeight, weights } from './weights.ts'

/** All evidence about one segment that follows one template prefix. */
export interface Sibling {
  readonly key: string
  /** Null for a shape and for the overflow. */
  readonly text: string | null
  readonly shape: SegmentShape
  readonly ending: string
  readonly nodes: readonly RouteNode[]
  readonly calls: number
  /** Different actors, about; not more than calls. */
  readonly actors: number
  /** What is done with it: methods, response shapes, what follows. */
  readonly events: ReadonlyMap<string, number>
  /** How value-like its text is. */
  readonly lexical: number
}

/** How many different texts stood here; exact while the sample holds them all. */
export function distinctTexts({ text, nodes }: Sibling): number {
  if (text !== null) return 1
  let distinct = 0
  for (const { values } of nodes) {
    if (values === null) continue
    const { entries, dropped } = values.texts
    const complete = dropped === 0 && entries.size > 0
    distinct += complete ? entries.size : Math.max(entries.size, estimate(values.distinct))
  }
  return Math.max(1, distinct)
}

/** Siblings after one template prefix, most called first; equal ones by their text. */
export function siblingsOf(nodes: readonly RouteNode[], sums: NodeSums): readonly Sibling[] {
  return [...childrenByKey(nodes)]
    .map(([key, children]) => siblingOf(key, children, sums))
    .sort((left, right) => right.calls - left.calls || (left.key < right.key ? -1 : 1))
}

function childrenByKey(nodes: readonly RouteNode[]): ReadonlyMap<string, readonly RouteNode[]> {
  const byKey = new Map<string, RouteNode[]>()
  for (const node of nodes) {
    for (const [key, child] of childrenOf(node)) {
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [child])
      else known.push(child)
    }
  }
  return byKey
}

/** Both readings of a service look at nodes that are the only ones with their key. */
function siblingOf(key: string, nodes: readonly RouteNode[], sums: NodeSums): Sibling {
  const [only] = nodes
  if (only === undefined || nodes.length > 1) return newSibling(key, nodes, sums)
  const sum = sums.of(only)
  sum.sibling ??= newSibling(key, nodes, sums)
  return sum.sibling
}

function newSibling(key: string, nodes: readonly RouteNode[], sums: NodeSums): Sibling {
  const text = key.startsWith('/') ? key.slice(1) : null
  const { shape, ending, lexical } = text === null ? lookOfKey(key) : lookOf(text, sums)
  const of = { calls: callsOf(nodes, sums), actors: actorsAmong(nodes, sums) }
  return { key, text, shape, ending, nodes, ...of, events: eventsOf(nodes, sums), lexical }
}

function callsOf(nodes: readonly RouteNode[], sums: NodeSums): number {
  let calls = 0
  for (const node of nodes) calls += sums.of(node).calls
  return calls
}

function actorsAmong(nodes: readonly RouteNode[], sums: NodeSums): number {
  const [only] = nodes
  if (only !== undefined && nodes.length === 1) return sums.of(only).actors
  const calls = callsOf(nodes, sums)
  return calls < 2 ? calls : Math.min(calls, Math.max(1, actorsOf(nodes)))
}

function lookOf(text: string, { looks }: NodeSums): Look {
  const known = looks.get(text)
  if (known !== undefined) return known
  const { stem, ending } = splitEnding(text)
  const shape = shapeOf(stem)
  const look = { shape, ending, lexical: lexicalWeight(text, shape, ending) }
  looks.set(text, look)
  return look
}

function lookOfKey(key: string): Look {
  const close = key.indexOf('}')
  const shape = key === overflowKey ? 'other' : shapeNamed(key.slice(1, close))
  const ending = key === overflowKey ? '' : key.slice(close + 1)
  return { shape, ending, lexical: shapeWeight[shape] }
}

function shapeNamed(name: string): SegmentShape {
  return segmentShapes.find((shape) => shape === name) ?? 'other'
}

function lexicalWeight(text: string, shape: SegmentShape, ending: string): number {
  if (reservedWords.has(text.toLowerCase())) return shapeWeight[shape] + weights.reserved
  if (shape === 'word' && text.length <= 2) return twoLetterWeight
  const long = shape === 'word' && text.length >= weights.longWord ? weights.longWordWeight : 0
  return shapeWeight[shape] + endingWeight(ending) + long
}

/** `GET 1f2e3d4c` a method with a response shape; `/orders` and `{}` what follows. */
function eventsOf(nodes: readonly RouteNode[], sums: NodeSums): ReadonlyMap<string, number> {
  const [only] = nodes
  if (only === undefined || nodes.length > 1) return collectEvents(nodes, sums)
  const sum = sums.of(only)
  sum.events ??= collectEvents(nodes, sums)
  return sum.events
}

function collectEvents(nodes: readonly RouteNode[], sums: NodeSums): Map<string, number> {
  const events = new Map<string, number>()
  const note = (event: string, count: number): void => {
    events.set(event, (events.get(event) ?? 0) + count)
  }
  for (const node of nodes) {
    for (const [method, leaf] of leavesOf(node)) {
      for (const [shape, entry] of leaf.shapes.entries) note(`${method} ${shape}`, entry.seen)
    }
    const many = (node.children?.size ?? 0) > weights.manyFollowing
    for (const [key, child] of childrenOf(node)) {
      const { calls } = sums.of(child)
      const rare = many && calls < weights.shareOfMany * sums.of(node).calls
      note(rare ? '{}' : followingEvent(key, sums), calls)
    }
  }
  return events
}

function followingEvent(key: string, sums: NodeSums): string {
  if (!key.startsWith('/')) return '{}'
  return lookOf(key.slice(1), sums).lexical > 0 ? '{}' : key
}

/**
 * How usual each event is in a service: the share of positions, alike ones counted once, under which it is
 * seen. Only where words stand side by side, since that is what is to be told from values.
 */
export function eventRates(
  root: RouteNode,
  sums: NodeSums,
): { readonly eventRates: ReadonlyMap<string, number>; readonly rareEvent: number } {
  const counts = new Map<string, number>()
  const habits = new Set<string>()
  const visit = (node: RouteNode): void => {
    if (node.children === null) return
    for (const child of node.children.values()) visit(child)
    if (!hasSeveralWords(node.children)) return
    const seen = new Set<string>()
    for (const child of node.children.values()) {
      for (const event of eventsOf([child], sums).keys()) seen.add(event)
    }
    const habit = [...seen].sort().join('\n')
    if (habits.has(habit)) return
    habits.add(habit)
    for (const event of seen) counts.set(event, (counts.get(event) ?? 0) + 1)
  }
  visit(root)
  const total = habits.size
  for (const [event, count] of counts) counts.set(event, count / (total + 1))
  return { eventRates: counts, rareEvent: 0.5 / (total + 1) }
}

function hasSeveralWords(children: ReadonlyMap<string, RouteNode>): boolean {
  let words = 0
  for (const key of children.keys()) {
    if (key.startsWith('/')) words += 1
    if (words > 1) return true
  }
  return false
}
