import { type BottomK, mergeBottomK, newBottomK, touch } from '../lib/bottom-k.ts'
import { addHash, mergeRegisters, newRegisters, type Registers } from '../lib/hyper-log-log.ts'
import { type Hash64, type HashSeed, hashHex, hashText, wordHex } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'

/**
 * Evidence about all paths with one beginning. A node keeps the children with the smallest keyed
 * hashes; what the others held is folded into one child, `overflowKey`. Children only ever leave for
 * the overflow, and which ones leave depends on the set seen and not on its order, so recording and
 * merging are exact, associative and commutative, and no sighting is lost.
 */
export interface RouteNode {
  /** Keyed hash of the segment cut to 53 bits; 0 for children that never leave. */
  readonly rank: number
  /** Rank of the ending (`.json`, `:cancel`) of the segment; 0 without one. */
  readonly ending: number
  /** By method. */
  leaves: Map<string, RouteLeaf> | null
  children: Map<string, RouteNode> | null
  /** Children above this rank live in the overflow. */
  bar: number
  /** Distinct values seen here; null for a literal. */
  values: ValueSample | null
}

/** Evidence about one method on one path pattern. */
export interface RouteLeaf {
  count: number
  /** Of `count`: with a trailing slash. */
  slashed: number
  /** Of `count`: answered with something other than "no such thing" or "not you". */
  handled: number
  readonly actors: Registers
  shapes: BottomK<null>
  first: number
  last: number
}

export interface ValueSample {
  readonly distinct: Registers
  /** By hash in hexadecimal; the text only where the shape cannot identify anybody, else empty. */
  texts: BottomK<string>
}

/** What a recorded exchange says about its route. */
export interface LeafSighting {
  readonly actor: Hash64
  readonly responseShape: number
  readonly ts: number
  readonly slashed: boolean
  readonly handled: boolean
}

export const overflowKey = '{*}'

export function newRouteNode(rank = 0, sampled = false, ending = 0): RouteNode {
  return {
    rank,
    ending,
    leaves: null,
    children: null,
    bar: Number.MAX_SAFE_INTEGER,
    values: sampled ? newValueSample() : null,
  }
}

function newValueSample(): ValueSample {
  return { distinct: newRegisters(6), texts: newBottomK(limits.valuesPerRouteSegment) }
}

const noLeaves: ReadonlyMap<string, RouteLeaf> = new Map()
const noChildren: ReadonlyMap<string, RouteNode> = new Map()

/** Always a map: walking one kind of thing makes no objects. */
export function leavesOf({ leaves }: RouteNode): ReadonlyMap<string, RouteLeaf> {
  return leaves ?? noLeaves
}

export function childrenOf({ children }: RouteNode): ReadonlyMap<string, RouteNode> {
  return children ?? noChildren
}

/** The order in which children stay: by the keyed hash of their segment. */
export function rankOf(hash: Hash64): number {
  return hash.high * 2 ** 21 + (hash.low >>> 11)
}

/** The child for `key`, or the overflow when the node is full and the key ranks behind it. */
export function childFor(
  node: RouteNode,
  key: string,
  rank: number,
  sampled: boolean,
  ending: number,
): { readonly node: RouteNode; readonly key: string; readonly added: number } {
  node.children ??= new Map()
  const known = node.children.get(key)
  if (known !== undefined) return { node: known, key, added: 0 }
  if (rank > node.bar) return { node: overflowOf(node.children), key: overflowKey, added: 0 }
  const created = newRouteNode(rank, sampled, ending)
  node.children.set(key, created)
  if (node.children.size < 2 * limits.childrenPerRoute) return { node: created, key, added: 1 }
  trimChildren(node)
  const kept = node.children.get(key)
  if (kept !== undefined) return { node: kept, key, added: 1 }
  return { node: overflowOf(node.children), key: overflowKey, added: 1 }
}

function overflowOf(children: Map<string, RouteNode>): RouteNode {
  const overflow = children.get(overflowKey) ?? newRouteNode(0, true)
  children.set(overflowKey, overflow)
  return overflow
}

/** Notes one value seen at `node`; the overflow counts values by rank, as those folded into it do. */
export function noteValue(node: RouteNode, key: string, hash: Hash64, text: string): void {
  if (node.values === null) return
  if (key === overflowKey) {
    addHash(node.values.distinct, spread(rankOf(hash)))
    return
  }
  addHash(node.values.distinct, hash)
  touch(
    node.values.texts,
    hashHex(hash),
    (hex) => hex,
    () => text,
  )
}

export function noteLeaf(
  node: RouteNode,
  method: string,
  sighting: LeafSighting,
  seed: HashSeed,
): void {
  node.leaves ??= new Map()
  let leaf = node.leaves.get(method)
  if (leaf === undefined) {
    leaf = newLeaf(sighting.ts)
    node.leaves.set(method, leaf)
  }
  leaf.count += 1
  if (sighting.slashed) leaf.slashed += 1
  if (sighting.handled) leaf.handled += 1
  addHash(leaf.actors, sighting.actor)
  const shape = wordHex(sighting.responseShape)
  touch(
    leaf.shapes,
    shape,
    (key) => hashHex(hashText(key, seed)),
    () => null,
  )
  leaf.first = Math.min(leaf.first, sighting.ts)
  leaf.last = Math.max(leaf.last, sighting.ts)
}

function newLeaf(ts: number): RouteLeaf {
  return {
    count: 0,
    slashed: 0,
    handled: 0,
    actors: newRegisters(6),
    shapes: newBottomK(limits.responseShapesPerRoute),
    first: ts,
    last: ts,
  }
}

/** Folds the children that exceed `capacity` into the overflow, largest ranks first. */
export function trimChildren(node: RouteNode, capacity: number = limits.childrenPerRoute): void {
  const { children } = node
  if (children === null) return
  const ranks = [...children.values()].map((child) => child.rank).filter((rank) => rank > 0)
  if (ranks.length > capacity) {
    ranks.sort((left, right) => left - right)
    node.bar = Math.min(node.bar, ranks[capacity - 1] ?? 0)
  }
  foldAboveBar(node, children)
}

function foldAboveBar(node: RouteNode, children: Map<string, RouteNode>): void {
  for (const [key, child] of children) {
    if (child.rank <= node.bar) continue
    children.delete(key)
    children.set(overflowKey, mergeRouteNodes(overflowOf(children), asOverflow(child)))
  }
}

/** A child that joins the overflow is one value there. */
function asOverflow(node: RouteNode): RouteNode {
  const values = newValueSample()
  addHash(values.distinct, spread(node.rank))
  return { ...node, rank: 0, ending: 0, values }
}

/** Only large ranks reach the overflow, so they are mixed again before they are counted. */
function spread(rank: number): Hash64 {
  const low = mix(rank % 2 ** 32)
  return { low, high: mix(low ^ Math.floor(rank / 2 ** 32)) }
}

/** The finaliser of MurmurHash3 (Appleby, public domain). */
function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

export function mergeRouteNodes(left: RouteNode, right: RouteNode): RouteNode {
  const merged: RouteNode = {
    rank: left.rank,
    ending: left.ending,
    leaves: mergeMaps(left.leaves, right.leaves, mergeLeaves),
    children: mergeMaps(left.children, right.children, mergeRouteNodes),
    bar: Math.min(left.bar, right.bar),
    values: mergeValues(left.values, right.values),
  }
  trimChildren(merged)
  return merged
}

function mergeLeaves(left: RouteLeaf, right: RouteLeaf): RouteLeaf {
  return {
    count: left.count + right.count,
    slashed: left.slashed + right.slashed,
    handled: left.handled + right.handled,
    actors: mergeRegisters(left.actors, right.actors),
    shapes: mergeBottomK(left.shapes, right.shapes, () => null),
    first: Math.min(left.first, right.first),
    last: Math.max(left.last, right.last),
  }
}

function mergeValues(left: ValueSample | null, right: ValueSample | null): ValueSample | null {
  if (left === null || right === null) return left ?? right
  return {
    distinct: mergeRegisters(left.distinct, right.distinct),
    texts: mergeBottomK(left.texts, right.texts, (text) => text),
  }
}

function mergeMaps<Value>(
  left: Map<string, Value> | null,
  right: Map<string, Value> | null,
  mergeOne: (left: Value, right: Value) => Value,
): Map<string, Value> | null {
  if (left === null && right === null) return null
  const merged = new Map(left)
  for (const [key, value] of right ?? []) {
    const known = merged.get(key)
    merged.set(key, known === undefined ? value : mergeOne(known, value))
  }
  return merged
}
