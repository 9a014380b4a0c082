import { neverSeen } from '../lib/bottom-k.ts'
import type { Lessons, RankOf } from './lessons.ts'
import type { Summary } from './summary.ts'

/** How complete the map of edges is. */
export interface EdgeCoverage {
  /** Windows of actors that taught edges, and edges that one window alone taught. */
  readonly support: number
  readonly once: number
  readonly firstMs: number
}

/** Share of edges still unseen below which a new one is strange, and the windows it takes to say so. */
const settled = { unseen: 0.01, support: 100 }

/** Counts a window in which an actor used an edge that the learner has written down. */
export function supportEdge({ summary }: Lessons, key: string): void {
  const entry = summary.edges.entries.get(key)
  if (entry !== undefined) entry.value.support += 1
}

/** True only when nothing ever taught the edge; one that may have been dropped is not new. */
export function isNewEdge({ edges }: Summary, key: string, rankOf: RankOf): boolean {
  const known = edges.entries.get(key)
  return known === undefined ? neverSeen(edges, key, rankOf) : known.value.support === 0
}

export function edgeCoverageOf({ edges }: Summary): EdgeCoverage {
  let support = 0
  let once = 0
  let firstMs = Number.POSITIVE_INFINITY
  for (const { value } of edges.entries.values()) {
    support += value.support
    if (value.support === 1) once += 1
    firstMs = Math.min(firstMs, value.firstMs)
  }
  return { support, once, firstMs }
}

/**
 * Whether the map of edges is nearly complete: the probability that the next window shows an edge
 * never seen is below a hundredth (Good–Turing, N1 / N; Good, Biometrika 1953), and nights are in it.
 */
export function edgesHaveSettled(
  { support, once, firstMs }: EdgeCoverage,
  ts: number,
  settleMs: number,
): boolean {
  if (support < settled.support || ts - firstMs < settleMs) return false
  return once / support < settled.unseen
}
