import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleRows } from './visible-rows.ts'

describe('rows of a long list', () => {
  it('draws a screenful and a little more', () => {
    expect(visibleRows(100_000, 40, 4_000, 800)).toEqual({
      from: 92,
      to: 128,
      above: 3_680,
      below: 3_994_880,
    })
  })

  it('always has the whole height, and never more than a screenful', () => {
    const whole = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(whole, fc.integer({ min: -100, max: 60_000_000 }), (count, top) => {
        const { from, to, above, below } = visibleRows(count, 40, top, 900)
        expect(above + (to - from) * 40 + below).toBe(count * 40)
        expect(to - from).toBeLessThanOrEqual(40)
      }),
    )
  })
})
