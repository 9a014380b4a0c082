import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pauseMs, retryAfterMs } from './back-off.ts'
import { sensorLimits } from './limits.ts'

const now = Date.UTC(2026, 0, 1)

describe('the pause after a failure', () => {
  it('doubles up to its bound, with half of it left to chance', () => {
    const most = [1, 2, 3, 20, 5_000].map((failures) => pauseMs(failures, 0, () => 1, sensorLimits))
    expect(most).toEqual([200, 400, 800, 30_000, 30_000])
    expect(pauseMs(1, 0, () => 0, sensorLimits)).toBe(100)
  })

  it('is at least what the hub asks for, up to five minutes', () => {
    expect(pauseMs(1, 7_000, () => 0.5, sensorLimits)).toBe(7_000)
    expect(pauseMs(1, 1e9, () => 0.5, sensorLimits)).toBe(300_000)
  })
})

describe('Retry-After', () => {
  it('is read as seconds or as a date', () => {
    expect(retryAfterMs('3', now)).toBe(3_000)
    expect(retryAfterMs('Thu, 01 Jan 2026 00:00:05 GMT', now)).toBe(5_000)
    expect(retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', now)).toBe(0)
    expect(retryAfterMs(undefined, now)).toBe(0)
  })

  it('never gives anything but a finite number that is not negative', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const pause = retryAfterMs(text, now)
        expect(Number.isFinite(pause) && pause >= 0).toBe(true)
      }),
    )
  })
})
