import type { Exchange } from '@weir/schema'

/**
 * How far a sensor's clock is from ours, estimated from how late its newest exchange of each batch
 * arrives: clocks apart shift that by a constant, waiting only ever adds to it.
 */
export interface SensorClock {
  /** Smallest lateness of the last batches in milliseconds, newest last. */
  readonly lateness: number[]
}

export const clockBatches = 16
/** A stamp further from its arrival than this says nothing: the arrival takes its place. */
export const trustedMs = 300_000
/** Batches wait this long without any clock being wrong. */
const explainedMs = 5_000
/** Lateness counts as a slow clock only when this many batches agree. */
const agreeing = 8

export function newSensorClock(): SensorClock {
  return { lateness: [] }
}

/** To be told of each batch with exchanges, before its exchanges are stamped. */
export function hearBatch(
  clock: SensorClock,
  arrivalMs: number,
  exchanges: readonly Exchange[],
): void {
  let lateness = Number.POSITIVE_INFINITY
  for (const { ts, durationMs } of exchanges) {
    lateness = Math.min(lateness, arrivalMs - ts - (durationMs ?? 0))
  }
  if (!Number.isFinite(lateness)) return
  clock.lateness.push(lateness)
  if (clock.lateness.length > clockBatches) clock.lateness.shift()
}

/** What to add to the sensor's stamps. */
export function offsetMs({ lateness }: SensorClock): number {
  if (lateness.length === 0) return 0
  const least = Math.min(...lateness)
  // Nothing ends after it has arrived.
  if (least < 0) return least
  return least > explainedMs && lateness.length >= agreeing ? least : 0
}

export interface Stamp {
  readonly ts: number
  /** True where the arrival stands in for a stamp that cannot be right. */
  readonly replaced: boolean
}

export function stampOf(ts: number, offset: number, arrivalMs: number): Stamp {
  const corrected = ts + offset
  return Math.abs(corrected - arrivalMs) <= trustedMs
    ? { ts: corrected, replaced: false }
    : { ts: arrivalMs, replaced: true }
}
