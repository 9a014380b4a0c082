import { describe, expect, it } from 'vitest'
import type { CatalogField } from './catalog.ts'
import { typedPlaces } from './typed-places.ts'

const domain: CatalogField['domain'] = {
  types: ['string'],
  format: null,
  enumeration: null,
  minimum: null,
  maximum: null,
  minLength: 1,
  maxLength: 9,
  distinct: 9,
}

function field(
  path: string,
  type: CatalogField['dataTypes'][number]['type'] | null,
  presence = 1,
): CatalogField {
  const dataTypes = type === null ? [] : [{ type, confidence: 0.9 }]
  const seen = { exchanges: 9, presence, values: 9, repeats: false }
  return { in: 'res.body', path, ...seen, domain, dataTypes }
}

describe('what an operation carries', () => {
  it('is what its fields are, and the records their objects are', () => {
    const fields = [
      field('items[].name', 'PERSON'),
      field('items[].email', 'EMAIL_ADDRESS', 0.8),
      field('items[].phones[]', 'PHONE_NUMBER', 0.4),
      field('items[].id', null),
    ]
    expect(
      typedPlaces({ fields }).map(({ path, type, presence }) => [path, type, presence]),
    ).toEqual([
      ['items[].name', 'PERSON', 1],
      ['items[].email', 'EMAIL_ADDRESS', 0.8],
      ['items[].phones[]', 'PHONE_NUMBER', 0.4],
      ['items[]', 'PII_RECORD', 0.4],
    ])
  })
})
