import type { Overview } from '@weir/schema/api'

export interface Leaving {
  /** Calls with a sensitive data type in the request, per minute since the first call. */
  readonly perMinute: number
  /** All calls to third parties in the period. */
  readonly calls: number
}

/** What goes to third parties; null while the ledger cannot say. */
export function leavingPerMinute({ nodes, flows }: Overview): Leaving | null {
  if (nodes === null || flows === null) return null
  const parties = new Set(
    nodes.filter(({ role }) => role === 'third-party').map(({ name }) => name),
  )
  let perSecond = 0
  let calls = 0
  for (const flow of flows) {
    if (!parties.has(flow.destination)) continue
    calls += flow.calls
    // Of several types in one flow the most frequent is a lower bound of the calls with any.
    const carrying = Math.max(
      0,
      ...flow.data_types
        .filter(({ direction, category }) => direction === 'req' && category !== 'TECH')
        .map((one) => one.calls),
    )
    if (flow.calls > 0) perSecond += (flow.calls_per_second * carrying) / flow.calls
  }
  return { perMinute: Math.round(perSecond * 60), calls }
}
