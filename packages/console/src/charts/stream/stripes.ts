import type { DataTypeFlow, StreamFlow, StreamNode } from '@weir/schema/api'
import { type DataTypeKind, kindOfDataType } from '../../words/names.ts'

/** What a ribbon's width is split into: water, a kind of data, or failures. */
export type Ink = 'water' | 'failing' | DataTypeKind

/** From and to are shares of the ribbon's width. */
export interface Stripe {
  readonly ink: Ink
  readonly from: number
  readonly to: number
}

export type Role = StreamNode['role']

/** The gravest first: a call that carries several kinds is drawn as the gravest. */
const gravity: readonly DataTypeKind[] = ['secret', 'money', 'person', 'contact']

/**
 * Shares of the calls that carry a kind of data away from where it was kept: answers to callers,
 * requests to third parties, both between ours. Kinds may share calls, so a lighter kind gets what
 * the graver ones leave of the ribbon.
 */
export function leavingStripes(
  flow: StreamFlow,
  source: Role,
  destination: Role,
): readonly Stripe[] {
  const most = new Map<DataTypeKind, number>()
  for (const carried of flow.data_types) {
    if (!leaves(carried, source, destination)) continue
    const kind = kindOfDataType(carried.type, carried.category)
    most.set(kind, Math.max(most.get(kind) ?? 0, carried.calls))
  }
  const stripes: Stripe[] = []
  let from = 0
  for (const kind of gravity) {
    const share = Math.min(1 - from, (most.get(kind) ?? 0) / Math.max(1, flow.calls))
    if (share <= 0) continue
    stripes.push({ ink: kind, from, to: from + share })
    from += share
  }
  return from < 1 ? [...stripes, { ink: 'water', from, to: 1 }] : stripes
}

export function failingStripes({ failing_share: failing }: StreamFlow): readonly Stripe[] {
  if (failing <= 0) return whole
  const first: Stripe = { ink: 'failing', from: 0, to: failing }
  return failing >= 1 ? [first] : [first, { ink: 'water', from: failing, to: 1 }]
}

export const whole: readonly Stripe[] = [{ ink: 'water', from: 0, to: 1 }]

function leaves({ direction }: DataTypeFlow, source: Role, destination: Role): boolean {
  if (destination === 'third-party') return direction === 'req'
  return source === 'caller' ? direction === 'res' : true
}
