import { trim } from '../lib/bottom-k.ts'
import type { Hash64, HashSeed } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import {
  childFor,
  childrenOf,
  leavesOf,
  type LeafSighting,
  mergeRouteNodes,
  newRouteNode,
  noteLeaf,
  noteValue,
  type RouteNode,
  rankOf,
  trimChildren,
} from './route-node.ts'
import { afterValue, afterWord, type CorrectedPaths, isSplit, untouched } from './corrections.ts'
import { isValueShape, type SegmentShape, segmentShapes } from './segment-shape.ts'
import { type PathTokens, splitEnding, type Token } from './tokens.ts'

export type Outcome = 'success' | 'failure' | 'unknown'

/** Mergeable evidence about the paths of one service; operations are derived from it, never merged. */
export interface Routes {
  /** What was answered with success, or is vouched for. */
  readonly success: RouteNode
  /** Apart, so that a flood of refused paths displaces nothing. */
  readonly failure: RouteNode
  readonly unknown: RouteNode
  /** Sightings of each kind. */
  readonly seen: Record<Outcome, number>
  /** Nodes made since the last compaction: an upper bound of those that exist. */
  nodes: number
}

export interface RouteSighting {
  readonly outcome: Outcome
  readonly status: number | null
  readonly actor: Hash64
  /** Hash of the response's shape; 0 where there was no body to see. */
  readonly responseShape: number
  readonly ts: number
  /** True for exchanges a person vouches for: they teach whatever their outcome. */
  readonly vouched: boolean
}

/** Shapes whose text cannot point at a person, so that a constant such as `2019-12-01` can be named. */
const namedShapes: ReadonlySet<SegmentShape> = new Set(['date', 'code', 'numbered-slug'])

export function newRoutes(): Routes {
  return {
    success: newRouteNode(),
    failure: newRouteNode(),
    unknown: newRouteNode(),
    seen: { success: 0, failure: 0, unknown: 0 },
    nodes: 0,
  }
}

/** `tokens` must still have their text. */
export function recordRoute(
  routes: Routes,
  tokens: PathTokens,
  sighting: RouteSighting,
  seed: HashSeed,
  corrected: CorrectedPaths = untouched,
): void {
  if (tokens.text === null) throw new TypeError('a route is recorded from tokens with their text')
  const outcome = sighting.vouched ? 'success' : sighting.outcome
  routes.seen[outcome] += 1
  let node = routes[outcome]
  let position = corrected.start
  let index = 0
  for (const token of tokens.segments) {
    const text = tokens.text[index] ?? ''
    index += 1
    const valued = isValueShape(token.shape) && !isSplit(position, text)
    node = step(routes, node, { token, text, valued })
    position = valued ? afterValue(position) : afterWord(position, text)
  }
  noteLeaf(node, tokens.method, leafSighting(tokens, sighting), seed)
  if (routes.nodes > limits.routeNodesBetweenMarks) compactRoutes(routes)
}

function leafSighting(tokens: PathTokens, sighting: RouteSighting): LeafSighting {
  return {
    actor: sighting.actor,
    responseShape: sighting.responseShape,
    ts: sighting.ts,
    slashed: tokens.trailingSlash,
    handled: sighting.vouched || !isRefusal(sighting.status),
  }
}

/** Answers that servers, limiters and proxies also give for paths that do not exist. */
function isRefusal(status: number | null): boolean {
  if (status === null || (status >= 400 && status <= 405)) return true
  return status === 410 || status === 429 || (status >= 501 && status <= 599)
}

interface Step {
  readonly token: Token
  readonly text: string
  /** Kept as a shape with a sample instead of as its text. */
  readonly valued: boolean
}

/** Shapes without an ending never leave a node: there are few of them. Endings come from outside. */
function step(routes: Routes, node: RouteNode, { token, text, valued }: Step): RouteNode {
  const key = valued ? valueKey(token, text) : `/${text}`
  const ending = token.ending === null ? 0 : rankOf(token.ending)
  const child = childFor(node, key, valued ? ending : rankOf(token.hash), valued, ending)
  routes.nodes += child.added
  if (child.node.values !== null)
    noteValue(child.node, child.key, token.hash, sampleText(token, text))
  return child.node
}

const plainKeys: ReadonlyMap<SegmentShape, string> = new Map(
  segmentShapes.map((shape) => [shape, shapeKey(shape, '')]),
)

function valueKey({ shape, ending }: Token, text: string): string {
  const plain = ending === null ? plainKeys.get(shape) : undefined
  return plain ?? shapeKey(shape, splitEnding(text).ending)
}

/** `{integer}`, `{uuid}.json`, `{integer}:cancel`: cannot be confused with a literal's `/text`. */
export function shapeKey(shape: SegmentShape, ending: string): string {
  return `{${shape}}${ending}`
}

function sampleText(token: Token, text: string): string {
  if (namedShapes.has(token.shape) && text.length <= 24) return text
  return token.shape === 'integer' && text.length <= 4 ? text : ''
}

/** The result shares structure with both: record into fresh evidence afterwards and merge again. */
export function mergeRoutes(left: Routes, right: Routes): Routes {
  return {
    success: mergeRouteNodes(left.success, right.success),
    failure: mergeRouteNodes(left.failure, right.failure),
    unknown: mergeRouteNodes(left.unknown, right.unknown),
    seen: {
      success: left.seen.success + right.seen.success,
      failure: left.seen.failure + right.seen.failure,
      unknown: left.seen.unknown + right.seen.unknown,
    },
    nodes: left.nodes + right.nodes,
  }
}

/**
 * Brings the evidence back under `limits.routeNodesPerService`: nodes keep ever fewer children, the
 * rest is folded into overflows. To be called at marks, after merging; what it does depends on
 * nothing but the evidence.
 */
export function compactRoutes(routes: Routes): void {
  shrink(routes.success, limits.routeNodesPerService / 2)
  shrink(routes.failure, limits.routeNodesPerService / 4)
  shrink(routes.unknown, limits.routeNodesPerService / 4)
  routes.nodes = countRouteNodes(routes)
}

/** Lets go of what samples and nodes hold beyond their capacity, as a snapshot does. */
export function trimRoutes({ success, failure, unknown }: Routes): void {
  for (const root of [success, failure, unknown]) trimSamples(root)
}

function trimSamples(node: RouteNode): void {
  trimChildren(node)
  if (node.values !== null) trim(node.values.texts)
  for (const leaf of leavesOf(node).values()) trim(leaf.shapes)
  for (const child of childrenOf(node).values()) trimSamples(child)
}

function shrink(root: RouteNode, most: number): void {
  let capacity: number = limits.childrenPerRoute
  while (countNodes(root) > most && capacity > 1) {
    capacity = Math.floor(capacity / 2)
    trimAll(root, capacity)
  }
  let depth: number = limits.pathSegments
  while (countNodes(root) > most && depth > 1) {
    depth = Math.floor(depth / 2)
    cutBelow(root, depth)
  }
}

export function countRouteNodes(routes: Pick<Routes, Outcome>): number {
  return countNodes(routes.success) + countNodes(routes.failure) + countNodes(routes.unknown)
}

function countNodes(node: RouteNode): number {
  let count = 1
  for (const child of childrenOf(node).values()) count += countNodes(child)
  return count
}

function trimAll(node: RouteNode, capacity: number): void {
  trimChildren(node, capacity)
  for (const child of childrenOf(node).values()) trimAll(child, capacity)
}

/** Paths deeper than any real one, from somebody who plays: what lies below is forgotten. */
function cutBelow(node: RouteNode, depth: number): void {
  if (depth === 0) node.children = null
  for (const child of childrenOf(node).values()) cutBelow(child, depth - 1)
}
