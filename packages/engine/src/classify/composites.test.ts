import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compositesIn, type PlacedType } from './composites.ts'
import { dataTypes, type DataTypeId } from './data-types.ts'

const isList = (step: string): boolean => step === '[]'

function found(...places: readonly (readonly [string, DataTypeId, number?])[]): readonly string[] {
  const placed: readonly PlacedType[] = places.map(([owner, type, confidence = 0.9]) => ({
    owner: owner === '' ? [] : owner.split('.'),
    type,
    confidence,
  }))
  return compositesIn(placed, isList).map(
    ({ path, type, confidence }) => `${path.join('.') || '(root)'} ${type} ${confidence}`,
  )
}

describe('records', () => {
  it('are three identifying facts in one object', () => {
    expect(
      found(['a', 'PERSON'], ['a', 'EMAIL_ADDRESS', 0.7], ['a', 'DATE_OF_BIRTH', 0.8]),
    ).toEqual(['a PII_RECORD 0.7'])
    expect(found(['a', 'PERSON'], ['a', 'EMAIL_ADDRESS'])).toEqual([])
    expect(found(['a', 'PERSON'], ['a', 'EMAIL_ADDRESS'], ['a', 'IP_ADDRESS'])).toEqual([])
  })

  it('count what objects inside have, and are told at the deepest object that has all', () => {
    const customer = [
      ['customer', 'PERSON'],
      ['customer.contact', 'EMAIL_ADDRESS'],
      ['customer.address', 'STREET_ADDRESS'],
      ['', 'US_SSN'],
    ] as const
    expect(found(...customer)).toEqual(['customer PII_RECORD 0.9'])
  })

  it('do not join elements of a list with what stands around it', () => {
    expect(
      found(['people.[]', 'PERSON'], ['people.[]', 'EMAIL_ADDRESS'], ['', 'PHONE_NUMBER']),
    ).toEqual([])
    expect(
      found(['people.[]', 'PERSON'], ['people.[]', 'EMAIL_ADDRESS'], ['people.[]', 'PHONE_NUMBER']),
    ).toEqual(['people.[] PII_RECORD 0.9'])
  })

  it('are a card with its expiry or code, and health beside an identity', () => {
    expect(found(['card', 'CREDIT_CARD'], ['card', 'CARD_EXPIRY', 0.6])).toEqual([
      'card PCI_SET 0.6',
    ])
    expect(found(['card', 'CREDIT_CARD'], ['bill', 'CARD_EXPIRY'])).toEqual(['(root) PCI_SET 0.9'])
    expect(found(['visit', 'ICD10'], ['visit', 'PERSON', 0.5])).toEqual(['visit PHI_RECORD 0.5'])
    expect(found(['visit', 'ICD10'], ['visit', 'US_NPI'])).toEqual([])
  })

  it('lie inside what was given, each once, whatever was given', () => {
    const steps = fc.array(fc.constantFrom('a', 'b', '[]'), { maxLength: 5 })
    const place = fc.record({
      owner: steps,
      type: fc.constantFrom(...dataTypes.map(({ id }) => id)),
      confidence: fc.double({ min: 0.1, max: 1, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 30 }), (places) => {
        const all = compositesIn(places, isList)
        const keys = all.map(({ path, type }) => `${path.join('.')} ${type}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const { path } of all) {
          expect(
            places.some(({ owner }) => path.every((step, index) => owner[index] === step)),
          ).toBe(true)
        }
      }),
    )
  })
})
