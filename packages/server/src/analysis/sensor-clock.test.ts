import type { Exchange } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clockBatches,
  hearBatch,
  newSensorClock,
  offsetMs,
  type SensorClock,
  stampOf,
  trustedMs,
} from './sensor-clock.ts'

const hourMs = 3_600_000

function exchange(ts: number, durationMs?: number): Exchange {
  return {
    kind: 'http',
    ts,
    src: { ip: '' },
    dst: { host: '' },
    request: null,
    response: null,
    ...(durationMs === undefined ? {} : { durationMs }),
  }
}

/** A clock that heard batches whose newest exchange arrived so late, oldest first. */
function clockAfter(...lateness: readonly number[]): SensorClock {
  const clock = newSensorClock()
  for (const late of lateness) hearBatch(clock, 1e12, [exchange(1e12 - late)])
  return clock
}

describe("a sensor's clock", () => {
  it('is taken as right while batches arrive a little later than they were', () => {
    expect(offsetMs(newSensorClock())).toBe(0)
    expect(offsetMs(clockAfter(0, 20, 4_999))).toBe(0)
  })
  it('is fast when something ends after it has arrived, and is put back at once', () => {
    expect(offsetMs(clockAfter(-hourMs))).toBe(-hourMs)
    expect(offsetMs(clockAfter(-hourMs, 10 - hourMs))).toBe(-hourMs)
  })
  it('is slow only when eight batches agree: a queue that empties is no slow clock', () => {
    const late = (count: number): readonly number[] => Array.from({ length: count }, () => hourMs)
    expect(offsetMs(clockAfter(...late(7)))).toBe(0)
    expect(offsetMs(clockAfter(...late(8)))).toBe(hourMs)
    expect(offsetMs(clockAfter(...late(8), 30))).toBe(0)
  })
  it('is judged by its last batches: one that was set right is right again', () => {
    const right = Array.from({ length: clockBatches }, () => 30)
    expect(offsetMs(clockAfter(-hourMs, ...right.slice(1)))).toBe(-hourMs)
    expect(offsetMs(clockAfter(-hourMs, ...right))).toBe(0)
  })
  it('is judged by the newest end within a batch; an empty batch says nothing', () => {
    const clock = newSensorClock()
    hearBatch(clock, 10_000, [exchange(2_000), exchange(7_000, 2_500), exchange(9_000)])
    hearBatch(clock, 10_000, [])
    expect(clock.lateness).toEqual([500])
  })
  it('that is wrong by a constant gives the true times, up to how long batches wait', () => {
    const longestMs = 2_000
    fc.assert(
      fc.property(
        fc.integer({ min: -24 * hourMs, max: 24 * hourMs }),
        fc.array(fc.integer({ min: 0, max: longestMs }), { minLength: 8, maxLength: 40 }),
        (errorMs, waits) => {
          const clock = newSensorClock()
          waits.forEach((waitMs, index) => {
            const trueMs = 1e12 + index * 1_000
            const arrivalMs = trueMs + waitMs
            hearBatch(clock, arrivalMs, [exchange(trueMs + errorMs)])
            const { ts } = stampOf(trueMs + errorMs, offsetMs(clock), arrivalMs)
            // A clock that is off by less than a batch may wait is not told from one that is right.
            const known = index >= 7 && Math.abs(errorMs) > 10_000
            expect(ts).toBeLessThanOrEqual(arrivalMs + (errorMs > 0 ? 0 : longestMs))
            if (known) expect(Math.abs(ts - trueMs)).toBeLessThanOrEqual(longestMs)
          })
        },
      ),
    )
  })
})

describe('a stamp', () => {
  it('is corrected by the offset', () => {
    expect(stampOf(5_000, -1_000, 4_500)).toEqual({ ts: 4_000, replaced: false })
  })
  it('gives way to the arrival when it is too far from it, before or after', () => {
    for (const away of [trustedMs, -trustedMs]) {
      expect(stampOf(1e12 + away, 0, 1e12).replaced).toBe(false)
      expect(stampOf(1e12 + away * 1.001, 0, 1e12)).toEqual({ ts: 1e12, replaced: true })
    }
  })
  it('is never further from the arrival than is trusted, whatever a sensor says', () => {
    const stamp = fc.double({ min: 0, max: 8.64e15, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(stamp, { minLength: 1 }),
        fc.integer({ min: 0, max: 2e12 }),
        (all, arrivalMs) => {
          const clock = newSensorClock()
          for (const ts of all) {
            hearBatch(clock, arrivalMs, [exchange(ts)])
            const stamped = stampOf(ts, offsetMs(clock), arrivalMs)
            expect(Math.abs(stamped.ts - arrivalMs)).toBeLessThanOrEqual(trustedMs)
          }
          expect(clock.lateness.length).toBeLessThanOrEqual(clockBatches)
        },
      ),
    )
  })
})
