import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Throttle } from './throttle.ts'

describe('a throttle', () => {
  it('lets no more pass in any stretch of time than it says', () => {
    const rate = { calls: 5, per_s: 10 }
    fc.assert(
      fc.property(fc.array(fc.nat(3_000), { maxLength: 80 }), (gaps) => {
        const throttle = new Throttle(10)
        let now = 0
        const passed: number[] = []
        for (const gap of gaps) {
          now += gap
          if (throttle.waitSeconds('c', rate, now) === 0) passed.push(now)
        }
        for (const [index, from] of passed.entries()) {
          const within = passed.slice(index).filter((at) => at < from + 10_000).length
          expect(within).toBeLessThanOrEqual(2 * rate.calls)
        }
      }),
    )
  })

  it('says when to come back, and keeps its word', () => {
    const throttle = new Throttle(10)
    const rate = { calls: 2, per_s: 60 }
    expect([0, 1, 2].map((now) => throttle.waitSeconds('c', rate, now))).toEqual([0, 0, 30])
    expect(throttle.waitSeconds('c', rate, 2 + 30_000)).toBe(0)
  })

  it('remembers a bounded number of clients, each apart from the others', () => {
    const throttle = new Throttle(2)
    const rate = { calls: 1, per_s: 60 }
    expect(throttle.waitSeconds('a', rate, 0)).toBe(0)
    expect(throttle.waitSeconds('b', rate, 0)).toBe(0)
    expect(throttle.waitSeconds('a', rate, 0)).toBe(60)
    expect(throttle.waitSeconds('c', rate, 0)).toBe(0)
    expect(throttle.waitSeconds('b', rate, 0)).toBe(0)
  })
})
