import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { levelCurve, pixel, smoothLine } from './curve.ts'

describe('curves', () => {
  it('keeps a tenth of a pixel', () => {
    expect([pixel(1.26), pixel(2), pixel(-0.04)]).toEqual(['1.3', '2', '0'])
  })

  it('leaves and arrives level', () => {
    expect(levelCurve({ x: 0, y: 4 }, { x: 10, y: 8 })).toBe('C5 4 5 8 10 8')
  })

  it('has nothing to draw without points, and a dot with one', () => {
    expect(smoothLine([])).toBe('')
    expect(smoothLine([{ x: 3, y: 4 }])).toBe('M3 4')
  })

  it('never leaves the range of its points', () => {
    const series = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), {
      minLength: 2,
      maxLength: 30,
    })
    fc.assert(
      fc.property(series, (values) => {
        const path = smoothLine(values.map((y, index) => ({ x: index * 10, y })))
        const numbers = path.match(/-?[\d.]+/g)?.map(Number) ?? []
        const heights = numbers.filter((_, index) => index % 2 === 1)
        expect(Math.min(...heights)).toBeGreaterThanOrEqual(Math.min(...values) - 0.06)
        expect(Math.max(...heights)).toBeLessThanOrEqual(Math.max(...values) + 0.06)
      }),
    )
  })
})
