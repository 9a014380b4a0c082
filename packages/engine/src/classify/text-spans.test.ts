import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { textSearch } from './text-spans.ts'

const search = textSearch()

describe('data types in a text', () => {
  it('finds them where they stand, also beyond what is classified at once', () => {
    const filler = 'all is well and nothing else is said here '.repeat(2_000)
    const text = `${filler}jane.doe@example.com ${filler}4111 1111 1111 1111`
    expect(text.length).toBeGreaterThan(limits.classifiedChars * 2)
    const spans = search(text).filter(({ confidence }) => confidence >= 0.5)
    expect(spans.map(({ type, start, end }) => [type, text.slice(start, end)])).toEqual([
      ['EMAIL_ADDRESS', 'jane.doe@example.com'],
      ['CREDIT_CARD', '4111 1111 1111 1111'],
    ])
  })

  it('shows no value it found', () => {
    const [span] = search('my number is 536-90-4399, a social security number')
    expect(span).toMatchObject({ type: 'US_SSN', masked: '•••• 4399' })
  })

  it('stays inside the text, in order, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        let before = 0
        for (const { start, end } of search(text)) {
          expect(start).toBeGreaterThanOrEqual(before)
          expect(end).toBeLessThanOrEqual(text.length)
          before = start
        }
      }),
    )
  })
})
