import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readKey, splitWords } from './key-words.ts'

describe('splitWords', () => {
  it('splits every case of writing', () => {
    for (const name of [
      'cardHolderName',
      'card_holder_name',
      'card-holder-name',
      'Card Holder Name',
    ]) {
      expect(splitWords(name)).toEqual(['card', 'holder', 'name'])
    }
    expect(splitWords('userIPAddress')).toEqual(['user', 'ip', 'address'])
    expect(splitWords('Geburtsdatum_Größe')).toEqual(['geburtsdatum', 'grosse'])
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (key, parent) => readKey(key, parent) !== null))
  })
})

describe('readKey', () => {
  it('lets the longest phrase decide', () => {
    expect([...readKey('email_address', '').named]).toEqual(['EMAIL_ADDRESS'])
    expect(readKey('ipAddress', '').named.has('STREET_ADDRESS')).toBe(false)
  })

  it('knows names of other things from names of records', () => {
    expect(readKey('orderId', '').stance).toBe('opposed')
    expect(readKey('customerId', '').stance).toBe('identifier')
    expect(readKey('payload', '').stance).toBe('neutral')
  })

  it('does not take a flag or a time about a value for the value', () => {
    for (const key of ['email_verified_at', 'isPhone', 'passwordHash', 'phoneType']) {
      expect([...readKey(key, '').named]).toEqual([])
    }
  })
})
