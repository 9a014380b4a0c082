import { estimate } from '../lib/hyper-log-log.ts'
import {
  childrenOf,
  leavesOf,
  mergeRouteNodes,
  type RouteLeaf,
  type RouteNode,
} from './route-node.ts'
import type { Routes } from './routes.ts'
import { weights } from './weights.ts'

/** The evidence that counts for operations. */
export interface AcceptedRoutes {
  readonly root: RouteNode
  /** Leaves of which no success is known. */
  readonly rejected: ReadonlySet<RouteLeaf>
}

/**
 * What succeeded; what the service itself refused again and again; and requests without a response where
 * the service shows few responses at all.
 */
export function acceptedRoutes(routes: Routes): AcceptedRoutes {
  const answered = routes.seen.success + routes.seen.failure
  const { success, unknown } = routes
  const accepted = routes.seen.unknown > answered ? mergeRouteNodes(success, unknown) : success
  const rejected = new Set<RouteLeaf>()
  const handled = handledOnly(routes.failure, rejected)
  return { root: handled === null ? accepted : mergeRouteNodes(accepted, handled), rejected }
}

/** The part of failed paths that the service itself refused, several times and to several actors. */
function handledOnly(node: RouteNode, rejected: Set<RouteLeaf>): RouteNode | null {
  let leaves: Map<string, RouteLeaf> | null = null
  let children: Map<string, RouteNode> | null = null
  for (const [method, leaf] of leavesOf(node)) {
    if (leaf.handled < weights.handledCalls || estimate(leaf.actors) < 2) continue
    leaves = (leaves ?? new Map<string, RouteLeaf>()).set(method, leaf)
    rejected.add(leaf)
  }
  for (const [key, child] of childrenOf(node)) {
    const kept = handledOnly(child, rejected)
    if (kept !== null) children = (children ?? new Map<string, RouteNode>()).set(key, kept)
  }
  return leaves === null && children === null ? null : { ...node, leaves, children }
}

export function leafCounts(root: RouteNode): readonly number[] {
  const counts: number[] = []
  const visit = (node: RouteNode): void => {
    for (const leaf of leavesOf(node).values()) counts.push(leaf.count)
    for (const child of childrenOf(node).values()) visit(child)
  }
  visit(root)
  return counts
}

/** What a busy operation gets: a quarter of all calls go to those with at least as many. */
export function busyCalls(counts: readonly number[]): number {
  const sorted = counts.toSorted((left, right) => left - right)
  const total = sorted.reduce((sum, count) => sum + count, 0)
  let below = 0
  for (const count of sorted) {
    below += count
    if (below >= total * 0.75) return count
  }
  return 1
}
