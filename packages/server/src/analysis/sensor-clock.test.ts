import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../testing/exchange-lines.ts'
import {
  clockBatches,
  hearBatch,
  newSensorClock,
  offsetMs,
  stampOf,
  trustedMs,
} from './sensor-clock.ts'

const arrivalMs = 1_790_000_000_000

/** The offset after batches whose newest exchange ended so long before its arrival. */
function offsetAfter(lateness: readonly number[]): number {
  const clock = newSensorClock()
  for (const [index, late] of lateness.entries()) {
    const arrived = arrivalMs + index * 1_000
    const ts = arrived - late - 20
    hearBatch(clock, arrived, [
      exchangeOf(1, { ts: ts - 400, duration_ms: null }),
      exchangeOf(2, { ts, duration_ms: 20 }),
    ])
  }
  return offsetMs(clock)
}

function times(count: number, late: number): readonly number[] {
  return Array.from({ length: count }, () => late)
}

describe("a sensor's clock", () => {
  it('is trusted before anything was heard, and after empty batches', () => {
    const clock = newSensorClock()
    hearBatch(clock, arrivalMs, [])
    expect(offsetMs(clock)).toBe(0)
  })
  it('that is ahead is set back at once: nothing ends after it has arrived', () => {
    expect(offsetAfter([-90_000])).toBe(-90_000)
    expect(offsetAfter([100, -300, 250])).toBe(-300)
  })
  it('that seems behind is left alone while batches may just have waited', () => {
    expect(offsetAfter(times(clockBatches, 5_000))).toBe(0)
    expect(offsetAfter(times(7, 60_000))).toBe(0)
    expect(offsetAfter([...times(12, 60_000), 900])).toBe(0)
  })
  it('that is behind is set forward once eight batches agree', () => {
    expect(offsetAfter(times(8, 60_000))).toBe(60_000)
    expect(offsetAfter([61_000, ...times(9, 64_000), 60_500])).toBe(60_500)
  })
  it('that was corrected is believed again when newer batches say so', () => {
    expect(offsetAfter([-90_000, ...times(clockBatches - 1, 100)])).toBe(-90_000)
    expect(offsetAfter([-90_000, ...times(clockBatches, 100)])).toBe(0)
  })
})

describe('a stamp', () => {
  it('is corrected by the offset', () => {
    expect(stampOf(arrivalMs - 70_000, 60_000, arrivalMs)).toEqual({
      ts: arrivalMs - 10_000,
      replaced: false,
    })
  })
  it('is within five minutes of its arrival, whatever the sensor says', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, min: 0, max: 8.64e15 }), fc.integer(), (ts, offset) => {
        const stamp = stampOf(ts, offset, arrivalMs)
        expect(Math.abs(stamp.ts - arrivalMs)).toBeLessThanOrEqual(trustedMs)
        expect(stamp.ts).toBe(stamp.replaced ? arrivalMs : ts + offset)
      }),
    )
  })
  it('five minutes off is taken, and a little more is replaced', () => {
    expect(stampOf(arrivalMs - trustedMs, 0, arrivalMs).replaced).toBe(false)
    expect(stampOf(arrivalMs - trustedMs - 1, 0, arrivalMs).replaced).toBe(true)
    expect(stampOf(arrivalMs + trustedMs + 1, 0, arrivalMs).replaced).toBe(true)
  })
})
