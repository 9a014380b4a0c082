import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytes, counted, grouped, opening, percent, perSecond, rounded, short } from './numbers.ts'

describe('numbers', () => {
  it('groups digits and keeps the sign', () => {
    expect([grouped(20_686), grouped(-1_234.5), grouped(0)]).toEqual(['20,686', '−1,234.5', '0'])
  })

  it('rounds to what can be meant', () => {
    expect([rounded(2.8649, 3), rounded(12_345.6, 3), rounded(0.000_123_4, 2)]).toEqual([
      '2.86',
      '12,346',
      '0.00012',
    ])
    expect([perSecond(0), perSecond(0.004), perSecond(105.4)]).toEqual(['0', '< 0.01', '105'])
  })

  it('never calls nearly all all, or nearly nothing nothing', () => {
    expect([percent(0), percent(1), percent(0.43)]).toEqual(['0 %', '100 %', '43 %'])
    expect([percent(0.000_01), percent(0.999_99)]).toEqual(['< 0.01 %', '99.99 %'])
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(['0 %', '100 %']).not.toContain(percent(share))
      }),
    )
  })

  it('says sizes and counts', () => {
    expect([bytes(512), bytes(4_110), bytes(1_040_000)]).toEqual([
      '512\u00a0B',
      '4.11\u00a0KB',
      '1.04\u00a0MB',
    ])
    expect([counted(1, 'call'), counted(2_000, 'call')]).toEqual(['1 call', '2,000 calls'])
    expect([opening(1), opening(12)]).toEqual(['One', '12'])
    expect([short(20_000), short(1e6), short(7)]).toEqual(['20k', '1M', '7'])
  })
})
