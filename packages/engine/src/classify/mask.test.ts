import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { dataTypes } from './data-types.ts'
import { maskValue } from './mask.ts'

describe('maskValue', () => {
  it('shows the last four of a card and the host of an address', () => {
    expect(maskValue('4242 4242 4242 4242', 'CREDIT_CARD')).toBe('•••• 4242')
    expect(maskValue('jane@example.com', 'EMAIL_ADDRESS')).toBe('j…@example.com')
    expect(maskValue('Jane Roe', 'PERSON')).toBe('J••••')
  })

  it('shows nothing of a secret', () => {
    expect(maskValue('hunter2hunter2', 'PASSWORD')).toBe('••••')
    expect(maskValue('ab', null)).toBe('••••')
  })

  it('never shows more than four characters of a value, nor a long text', () => {
    const types = fc.constantFrom(null, ...dataTypes.map(({ id }) => id))
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), types, (text, type) => {
        const masked = maskValue(text, type)
        expect(masked.length).toBeLessThanOrEqual(limits.maskedChars)
        if (type !== 'EMAIL_ADDRESS') {
          expect(masked.replace(/[•\s…@]/g, '').length).toBeLessThanOrEqual(4)
        }
      }),
    )
  })
})
