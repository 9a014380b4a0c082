import type { Exchange } from '@weir/schema'
import type { Outcome } from '../discover/index.ts'
import { type Codec, integer, list, pair, record } from '../lib/codec.ts'
import {
  addValue,
  type Histogram,
  histogramCodec,
  mergeHistograms,
  newHistogram,
} from '../lib/histogram.ts'
import { limits } from '../limits.ts'

/** What an operation did in one hour, to be compared with what it does otherwise. */
export interface Hour {
  calls: number
  failure: number
  /** Of calls that taught. */
  readonly responseBytes: Histogram
  /** Of calls that taught, in milliseconds; calls whose duration nobody measured are missing. */
  readonly durations: Histogram
}

/**
 * The latest hours with traffic, by hours since 1970. What leaves them never returns, so they are the same in
 * whatever order exchanges came and summaries were merged.
 */
export type Hours = Map<number, Hour>

const hourMs = 3_600_000

export function recordHour(
  hours: Hours,
  exchange: Exchange,
  { outcome, teaches }: { readonly outcome: Outcome; readonly teaches: boolean },
): void {
  const number = Math.floor(exchange.ts / hourMs)
  const hour = hours.get(number) ?? newHour()
  hours.set(number, hour)
  hour.calls += 1
  if (outcome === 'failure') hour.failure += 1
  if (teaches) recordMeasures(hour, exchange)
  keepLatest(hours)
}

function recordMeasures(hour: Hour, { response, durationMs }: Exchange): void {
  if (response !== null) addValue(hour.responseBytes, response.bodySize)
  if (durationMs !== undefined) addValue(hour.durations, durationMs)
}

export function mergeHours(left: Hours, right: Hours): Hours {
  const merged: Hours = new Map()
  for (const [number, hour] of [...left, ...right]) {
    merged.set(number, mergeTwo(merged.get(number) ?? newHour(), hour))
  }
  keepLatest(merged)
  return merged
}

function newHour(): Hour {
  return { calls: 0, failure: 0, responseBytes: newHistogram(), durations: newHistogram() }
}

function mergeTwo(left: Hour, right: Hour): Hour {
  return {
    calls: left.calls + right.calls,
    failure: left.failure + right.failure,
    responseBytes: mergeHistograms(left.responseBytes, right.responseBytes),
    durations: mergeHistograms(left.durations, right.durations),
  }
}

function keepLatest(hours: Hours): void {
  while (hours.size > limits.hours) hours.delete(Math.min(...hours.keys()))
}

const entries = list(
  pair(
    integer,
    record<Hour>({
      calls: integer,
      failure: integer,
      responseBytes: histogramCodec,
      durations: histogramCodec,
    }),
  ),
)

export const hoursCodec: Codec<Hours> = {
  encode: (hours) => entries.encode([...hours].sort((left, right) => left[0] - right[0])),
  decode: (input) => new Map(entries.decode(input)),
}
