import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { filterWord, readFilter } from './filter-words.ts'

const keys = { severity: ['low', 'high'], service: null } as const

describe('filters in words', () => {
  it('takes key:value words, quotes, and text', () => {
    expect(readFilter('severity:high service:"role edge" sync  now', keys)).toEqual({
      values: { severity: 'high', service: 'role edge' },
      q: 'sync now',
      problems: [],
    })
  })

  it('takes several of a fixed set, and says what the set is', () => {
    expect(readFilter('severity:low,high', keys).values).toEqual({ severity: 'low,high' })
    expect(readFilter('severity:huge', keys).problems).toEqual(['severity: takes low, high'])
    expect(readFilter('service:', keys).problems).toEqual(['service: has no value'])
  })

  it('leaves a colon in ordinary text alone', () => {
    expect(readFilter('https://a.example user:anna __proto__:x', keys)).toMatchObject({
      values: {},
      q: 'https://a.example user:anna __proto__:x',
    })
  })

  it('reads back what it wrote, and never fails', () => {
    const value = fc.string({ minLength: 1 }).filter((text) => /^[^"\s]+( [^"\s]+)*$/.test(text))
    fc.assert(
      fc.property(value, (text) => {
        expect(readFilter(filterWord('service', text), keys).values).toEqual({ service: text })
      }),
    )
    fc.assert(fc.property(fc.string(), (text) => void readFilter(text, keys)))
  })
})
