import type { StreamFlow } from '@weir/schema/api'
import { type Placed, weirColumn } from './columns.ts'

/** A place a flow passes in a column it does not end in. */
export interface Crossing {
  readonly column: number
  readonly key: string
}

/** The way of one flow through the columns. */
export interface Lane {
  readonly flow: StreamFlow
  /** Keys of its two ends. */
  readonly leave: string
  readonly arrive: string
  readonly between: readonly Crossing[]
  /** It ends in its own column or before it. */
  readonly isBack: boolean
}

/**
 * A flow gets a place of its own in every column it passes, so that it never runs behind a box; a
 * column no node stands in has none. Everything a caller does passes the weir.
 */
export function lanesOf(
  nodes: ReadonlyMap<string, Placed>,
  flows: readonly StreamFlow[],
): readonly Lane[] {
  const used = new Set([...nodes.values()].map(({ column }) => column))
  used.add(weirColumn)
  return flows.map((flow, index) => {
    const from = nodes.get(flow.source)?.column ?? 0
    const to = nodes.get(flow.destination)?.column ?? 0
    const between: Crossing[] = []
    for (let column = from + 1; column < to; column += 1) {
      if (used.has(column)) between.push({ column, key: `${index} in ${column}` })
    }
    return { flow, leave: `${index} out`, arrive: `${index} in`, between, isBack: to <= from }
  })
}
