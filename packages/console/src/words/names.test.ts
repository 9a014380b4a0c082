import { describe, expect, it } from 'vitest'
import {
  actorName,
  ago,
  kindOfDataType,
  listed,
  sentence,
  shortActor,
  since,
  templateParts,
  withoutOffset,
} from './names.ts'

describe('names', () => {
  it('reads an actor, and masks what is a keyed hash', () => {
    expect(actorName('address:10.0.0.1')).toEqual({
      kind: 'address',
      name: '10.0.0.1',
      hash: false,
    })
    const key = 'cloud-key:XWiu.1UZLbMFPiyTX0jq0p0NbyQ'
    expect(actorName(key)).toMatchObject({ kind: 'cloud key', hash: true })
    expect(shortActor(key)).toBe('cloud key ••••NbyQ')
    expect(actorName('strange')).toEqual({ kind: 'actor', name: 'strange', hash: false })
  })

  it('tells words of a template from parameters', () => {
    expect(templateParts('/v1/cards/{cardId}:freeze')).toEqual([
      { text: '/v1/cards/', isParameter: false },
      { text: '{cardId}', isParameter: true },
      { text: ':freeze', isParameter: false },
    ])
  })

  it('lists as a sentence does', () => {
    expect(listed([])).toBe('')
    expect(listed(['a', 'b', 'c'])).toBe('a, b and c')
    expect(listed(['a', 'b', 'c', 'd', 'e'], 3)).toBe('a, b and 3 more')
  })

  it('makes sentences, and leaves what a machine said alone', () => {
    expect(sentence('a key that leaked is used')).toBe('A key that leaked is used.')
    expect(sentence('req.query /url points there')).toBe('req.query /url points there.')
    expect(withoutOffset('103 ms later, 10 of 420 were fetched')).toBe('10 of 420 were fetched')
    expect(withoutOffset('2 s after lunch')).toBe('2 s after lunch')
  })

  it('says how long ago, never in the future', () => {
    expect([since(1_000, 1_400), since(0, 8_900), since(9_000, 0)]).toEqual(['now', '8 s', 'now'])
    expect([ago(1_000, 1_400), ago(0, 360_000)]).toEqual(['just now', '6 min ago'])
  })

  it('gives each data type one of five kinds', () => {
    expect(kindOfDataType('EMAIL_ADDRESS', 'PII')).toBe('contact')
    expect(kindOfDataType('US_SSN', 'PII')).toBe('person')
    expect(kindOfDataType('IBAN_CODE', 'FIN')).toBe('money')
    expect(kindOfDataType('SECRET_JWT', 'SECRET')).toBe('secret')
    expect(kindOfDataType('UUID', 'TECH')).toBe('tech')
  })
})
