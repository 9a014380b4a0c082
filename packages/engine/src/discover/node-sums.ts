import { estimate, newRegisters, type Registers, raise } from '../lib/hyper-log-log.ts'
import { childrenOf, leavesOf, type RouteNode } from './route-node.ts'
import type { SegmentShape } from './segment-shape.ts'
import type { Sibling } from './siblings.ts'

/** Sums over everything below one node. */
export interface NodeSum {
  readonly calls: number
  /** Different actors, about; not more than calls. */
  readonly actors: number
  /** What is done at the node, once somebody asked. */
  events: ReadonlyMap<string, number> | null
  /** The node as the only evidence about its segment, once somebody asked. */
  sibling: Sibling | null
}

/** Sums of one derivation, made once for both of its readings. */
export interface NodeSums {
  of(node: RouteNode): NodeSum
  /** How texts look: the same ones follow many values. */
  readonly looks: Map<string, Look>
}

/** How the text of a segment looks. */
export interface Look {
  readonly shape: SegmentShape
  readonly ending: string
  /** How value-like it is. */
  readonly lexical: number
}

/** Sums of a node and all below it: each node is visited once, and registers are those of its depth. */
export function nodeSums(root: RouteNode): NodeSums {
  const sums = new Map<RouteNode, NodeSum>()
  const byDepth: Registers[] = []
  const visit = (node: RouteNode, depth: number): number => {
    const registers = (byDepth[depth] ??= newRegisters(6)).fill(0)
    let calls = 0
    for (const leaf of leavesOf(node).values()) {
      calls += leaf.count
      raise(registers, leaf.actors)
    }
    for (const child of childrenOf(node).values()) {
      calls += visit(child, depth + 1)
      raise(registers, byDepth[depth + 1] ?? registers)
    }
    const actors = calls < 2 ? calls : Math.min(calls, Math.max(1, estimate(registers)))
    sums.set(node, { calls, actors, events: null, sibling: null })
    return calls
  }
  visit(root, 0)
  return {
    looks: new Map(),
    of: (node) => {
      const sum = sums.get(node)
      if (sum === undefined) throw new TypeError('a node of another tree')
      return sum
    },
  }
}

/** Different actors that used any of these, about. */
export function actorsOf(nodes: readonly RouteNode[]): number {
  const actors = newRegisters(6)
  for (const node of nodes) collectActors(node, actors)
  return estimate(actors)
}

function collectActors(node: RouteNode, into: Registers): void {
  for (const leaf of leavesOf(node).values()) raise(into, leaf.actors)
  for (const child of childrenOf(node).values()) collectActors(child, into)
}
