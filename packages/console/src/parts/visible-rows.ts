/** Which rows a scrolled list must have, and how much room the others take. */
export interface VisibleRows {
  readonly from: number
  readonly to: number
  /** Pixels above and below what is drawn. */
  readonly above: number
  readonly below: number
}

/** Rows drawn beyond each edge, so that a step by key always has its next row. */
const beyond = 8

export function visibleRows(
  count: number,
  rowHeight: number,
  scrollTop: number,
  viewHeight: number,
): VisibleRows {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight)
  const fitting = Math.ceil(Math.max(0, viewHeight) / rowHeight)
  const from = Math.max(0, Math.min(count, first - beyond))
  const to = Math.max(from, Math.min(count, first + fitting + beyond))
  return { from, to, above: from * rowHeight, below: (count - to) * rowHeight }
}
