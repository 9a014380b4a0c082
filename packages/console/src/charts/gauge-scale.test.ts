import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gaugeScale } from './gauge-scale.ts'

describe('the ruler of a staff gauge', () => {
  it('is linear while range and value are near each other', () => {
    const scale = gaugeScale(6, 31)
    expect([scale.isLog, scale.top, scale.labels]).toEqual([false, 40, [0, 10, 20, 30, 40]])
  })

  it('is logarithmic when the value is over ten times the range', () => {
    const scale = gaugeScale(200, 100_000)
    expect([scale.isLog, scale.top]).toEqual([true, 1_000_000])
    expect(scale.labels).toEqual([1, 10, 100, 1_000, 10_000, 100_000, 1_000_000])
    expect(scale.place(1_000)).toBeCloseTo(0.5)
  })

  it('holds both numbers, keeps their order, and has few labels', () => {
    const number = fc.double({ min: 0, max: 1e12, noNaN: true })
    fc.assert(
      fc.property(number, number, (known, seen) => {
        const { place, labels, top } = gaugeScale(known, seen)
        expect(top).toBeGreaterThanOrEqual(Math.max(known, seen))
        expect(
          Math.sign(place(seen) - place(known)) * Math.sign(seen - known),
        ).toBeGreaterThanOrEqual(0)
        expect(labels.length).toBeLessThanOrEqual(8)
      }),
    )
  })
})
