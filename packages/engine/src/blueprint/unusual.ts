import { type Histogram, quantile, subtractHistogram } from '../lib/histogram.ts'
import type { Hour } from './hours.ts'
import type { OperationStats } from './operation-stats.ts'

/** What an operation does lately that it does not do otherwise. */
export type Unusual = 'failures' | 'sizes' | 'durations'

/** An hour says something with so many calls, and is held against at least so many times as many. */
const enough = { calls: 20, otherwise: 5 }

/**
 * Compares the latest hour that has enough calls with everything else. A size or a duration is unusual where half
 * of the hour lies above nineteen in twenty of all other calls; the failures are where even a cautious reading of
 * the hour (Wilson's interval, "Probable inference", JASA 1927; three standard deviations) is above a generous one of
 * the rest, and by five in a hundred at least.
 */
export function unusualOf(stats: OperationStats): readonly Unusual[] {
  const hour = latestTelling(stats)
  if (hour === null) return []
  const found: Unusual[] = []
  if (failsMore(hour, stats)) found.push('failures')
  if (liesAbove(hour.responseBytes, stats.responseBytes)) found.push('sizes')
  if (liesAbove(hour.durations, stats.durations)) found.push('durations')
  return found
}

function latestTelling({ hours, calls }: OperationStats): Hour | null {
  const telling = [...hours]
    .filter(
      ([, hour]) => hour.calls >= enough.calls && calls >= hour.calls * (enough.otherwise + 1),
    )
    .sort((left, right) => right[0] - left[0])
  return telling[0]?.[1] ?? null
}

const leastDifference = 0.05

function failsMore(hour: Hour, { calls, failure }: OperationStats): boolean {
  const otherwise = wilson(failure - hour.failure, calls - hour.calls)
  return wilson(hour.failure, hour.calls).low > otherwise.high + leastDifference
}

function liesAbove(lately: Histogram, all: Histogram): boolean {
  const middle = quantile(lately, 0.5)
  const usual = quantile(subtractHistogram(all, lately), 0.95)
  return middle !== null && usual !== null && middle > usual
}

const deviations = 3

function wilson(times: number, of: number): { readonly low: number; readonly high: number } {
  const share = times / of
  const square = deviations ** 2 / of
  const centre = share + square / 2
  const half = deviations * Math.sqrt((share * (1 - share)) / of + square / (4 * of))
  return { low: (centre - half) / (1 + square), high: (centre + half) / (1 + square) }
}
