import type { Field } from '@weir/schema/api'
import { describe, expect, it } from 'vitest'
import { domainWords } from './domain.ts'

const field = (part: Partial<Field>): Field => ({
  in: 'res.body',
  path: 'a',
  presence: 1,
  types: ['string'],
  format: null,
  enumeration: null,
  minimum: null,
  maximum: null,
  min_length: null,
  max_length: null,
  distinct: 5,
  data_types: [],
  masked: false,
  ...part,
})

describe('a learned domain in words', () => {
  it.each<[string, Partial<Field>]>([
    ['integer, 1 to 200', { types: ['integer'], minimum: 1, maximum: 200 }],
    ['number, −9,400 to 12,000.5', { types: ['number'], minimum: -9_400, maximum: 12_000.5 }],
    [
      'integer, always 5,000, or null',
      { types: ['integer', 'null'], minimum: 5_000, maximum: 5_000 },
    ],
    ['EUR, USD', { enumeration: ['EUR', 'USD'] }],
    ['a, b, c, d and 2 more', { enumeration: ['a', 'b', 'c', 'd', 'e', 'f'] }],
    ['uuid', { format: 'uuid', min_length: 36, max_length: 36 }],
    ['string, 36 characters', { min_length: 36, max_length: 36 }],
    ['string, 3 to 64 characters', { min_length: 3, max_length: 64 }],
    ['string, 66 different values, kept out', { masked: true, distinct: 66 }],
    ['always null', { types: ['null'] }],
    ['no value yet', { types: [] }],
  ])('%s', (words, part) => {
    expect(domainWords(field(part))).toBe(words)
  })
})
