import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuzzyRank, ranked } from './fuzzy.ts'

describe('finding by a few letters', () => {
  const names = ['Overview', 'Findings', 'Catalog', 'Data', 'payments.bank.internal']

  it('prefers beginnings of words, then places, then letters in order', () => {
    expect(ranked(names, 'bank', String)).toEqual(['payments.bank.internal'])
    expect(ranked(names, 'dat', String)[0]).toBe('Data')
    expect(ranked(names, 'ovw', String)).toEqual(['Overview'])
    expect(ranked(names, 'zzz', String)).toEqual([])
  })

  it('keeps all in their order while nothing is typed', () => {
    expect(ranked(names, '', String)).toEqual(names)
  })

  it('finds every part of a text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(20), fc.nat(20), (text, from, length) => {
        expect(fuzzyRank(text, text.slice(from, from + length))).not.toBeNull()
      }),
    )
  })
})
