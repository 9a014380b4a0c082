import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { exchangeOf } from '../testing/traffic.ts'
import { type Hours, hoursCodec, mergeHours, recordHour } from './hours.ts'

const hourMs = 3_600_000

interface Call {
  readonly hour: number
  readonly failed: boolean
  readonly bytes: number
}

const call = fc.record({
  hour: fc.integer({ min: 400_000, max: 400_006 }),
  failed: fc.boolean(),
  bytes: fc.nat(5_000),
})

function hoursOf(calls: readonly Call[]): Hours {
  const hours: Hours = new Map()
  for (const { hour, failed, bytes } of calls) {
    const line = {
      ts: hour * hourMs,
      duration_ms: bytes / 10,
      req: { method: 'GET', url: '/' },
      res: { status: 200, body_size: bytes },
    }
    const outcome = failed ? 'failure' : 'success'
    recordHour(hours, exchangeOf(line), { outcome, teaches: !failed })
  }
  return hours
}

describe('the hours of an operation', () => {
  it('are the latest, complete, in whatever order calls come and parts are merged', () => {
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), fc.nat(60), (calls, at) => {
        const whole = hoursCodec.encode(hoursOf(calls))
        const merged = mergeHours(hoursOf(calls.slice(at)), hoursOf(calls.slice(0, at)))
        expect(hoursCodec.encode(merged)).toEqual(whole)
        expect(hoursCodec.encode(hoursOf(calls.toReversed()))).toEqual(whole)
        const latest = Math.max(...calls.map(({ hour }) => hour))
        const ofLatest = calls.filter(({ hour }) => hour === latest)
        expect(merged.get(latest)?.calls ?? 0).toBe(ofLatest.length)
        expect(merged.size).toBeLessThanOrEqual(limits.hours)
      }),
    )
  })

  it('survive being written and read', () => {
    const hours = hoursOf([
      { hour: 1, failed: true, bytes: 10 },
      { hour: 2, failed: false, bytes: 0 },
    ])
    expect(hoursCodec.decode(hoursCodec.encode(hours))).toEqual(hours)
  })
})
