/** Ranges of time a page may look back, live. */
export const ranges = [
  { id: 'live-15m', label: 'Live, 15 min', words: '15 min', ms: 900_000 },
  { id: 'live-60m', label: 'Live, 60 min', words: '60 min', ms: 3_600_000 },
  { id: 'live-24h', label: 'Live, 24 h', words: '24 h', ms: 86_400_000 },
  { id: 'live-7d', label: 'Live, 7 days', words: '7 days', ms: 604_800_000 },
] as const

export type Range = (typeof ranges)[number]
export type RangeId = Range['id']

export const usualRange: Range = ranges[1]

export function rangeOf(id: RangeId | undefined): Range {
  return ranges.find((range) => range.id === id) ?? usualRange
}
