import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { type Candidate, createClassifier, type LeafContext } from './classifier.ts'

const classifier = createClassifier()

function under(key: string, parentKey = '', siblings: readonly string[] = []): LeafContext {
  return { key, parentKey, siblings: new Set(siblings), location: 'res.body', path: key }
}

function strongTypes(text: string, context: LeafContext): readonly string[] {
  const kind = /^-?\d+(\.\d+)?$/.test(text) && context.path === 'number' ? 'number' : 'string'
  return classifier
    .leaf(text, kind, context)
    .filter((found) => found.strong)
    .map((found) => found.type)
}

function spans(text: string, found: readonly Candidate[]): readonly string[] {
  return found
    .filter((one) => one.strong)
    .map((one) => `${one.type}:${text.slice(one.start, one.end)}`)
}

describe('values that speak for themselves', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['CREDIT_CARD', '4111 1111 1111 1111'],
    ['CREDIT_CARD', '378282246310005'],
    ['IBAN_CODE', 'GB82 WEST 1234 5698 7654 32'],
    ['EMAIL_ADDRESS', 'ada.lovelace@example.org'],
    ['US_SSN', '536-22-1234'],
    ['PL_PESEL', '44051401359'],
    ['ES_NIF', '12345678Z'],
    ['IT_FISCAL_CODE', 'RSSMRA85T10A562S'],
    ['BR_CPF', '529.982.247-25'],
    ['FI_HETU', '131052-308T'],
    ['CN_RESIDENT_ID', '11010519491231002X'],
    ['CRYPTO', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['CRYPTO', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['IP_ADDRESS', '203.0.113.77'],
    ['IP_ADDRESS', '2001:db8::8a2e:370:7334'],
    ['PHONE_NUMBER', '+442079460958'],
    ['PHONE_NUMBER', '(202) 555-0143'],
    ['STREET_ADDRESS', '12 High Street'],
    ['STREET_ADDRESS', 'Hauptstraße 5'],
    ['STREET_ADDRESS', 'Rue de la Paix 3'],
    ['PERSON', 'Maria van der Berg'],
    ['SECRET_AWS_KEY', 'AKIAIOSFODNN7EXAMPLE'.replace('7EXAMPLE', '7EXAMPLA')],
    ['SECRET_OPENAI', `sk-${'aB3dE5gH7j'.repeat(2)}T3BlbkFJ${'zY8xW6vU4t'.repeat(2)}`],
    ['SECRET_OPENAI', `sk-svcacct-${'aB3-dE5_gH7jK9mN1pQ3'.repeat(3)}T3BlbkFJ${'zY8-'.repeat(15)}`],
    ['SECRET_OPENAI', `sk-proj-${'aB3-dE5_gH7jK9mN1pQ3'.repeat(2)}`],
    ['SECRET_PRIVATE_KEY', '-----BEGIN RSA PRIVATE KEY-----'],
    ['SECRET_CONNECTION_STRING', 'postgres://app:s3cret@db.internal:5432/main'],
    ['GEO', '48.858370, 2.294481'],
    ['VIN', '1M8GDM9AXKP042788'],
  ]
  it.each(cases)('finds %s in %s under a name that tells nothing', (type, text) => {
    expect(strongTypes(text, under('value'))).toContain(type)
  })

  it('reads a JSON web token only when its header names an algorithm', () => {
    const body = '.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'
    expect(strongTypes(`eyJhbGciOiJIUzI1NiJ9${body}`, under('x'))).toContain('SECRET_JWT')
    expect(strongTypes(`eyJ0eXAiOiJIUzI1NiJ9${body}`, under('x'))).not.toContain('SECRET_JWT')
  })
})

describe('values their name tells', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['US_SSN', 'socialSecurityNumber', '536221234'],
    ['UK_NHS', 'nhs_number', '943 476 5919'],
    ['IN_PAN', 'panNumber', 'ABCPE1234F'],
    ['DATE_OF_BIRTH', 'date-of-birth', '1984-02-29'],
    ['PERSON', 'fullName', 'Nguyễn Thị Hoa'],
    ['PERSON', 'firstName', 'Xóchitl'],
    ['PHONE_NUMBER', 'mobile', '07700900123'],
    ['PASSWORD', 'user_password', 'tr0ub4dor'],
    ['USERNAME', 'login', 'ada1815'],
    ['CARD_CVV', 'cvv', '123'],
    ['SECRET_HIGH_ENTROPY', 'apiKey', 'q8Zr2LxV0pTn5WbYc7JdKe4M'],
    ['STREET_ADDRESS', 'addressLine1', 'Marktstieg 14'],
    ['US_ABA_ROUTING', 'routingNumber', '021000021'],
    ['IMEI', 'imei', '490154203237518'],
  ]
  it.each(cases)('finds %s under %s', (type, key, text) => {
    expect(strongTypes(text, under(key))).toContain(type)
  })

  it('lets the parent tell where the name is short', () => {
    expect(strongTypes('Zhang Wei', under('name', 'customer'))).toContain('PERSON')
    expect(strongTypes('5555555555554444', under('number', 'card'))).toContain('CREDIT_CARD')
  })
})

describe('Ethereum addresses', () => {
  it('are refused when their capitals contradict their hash', () => {
    const published = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
    expect(strongTypes(published, under('wallet'))).toContain('CRYPTO')
    expect(strongTypes(published.replace('F3E', 'f3E'), under('wallet'))).not.toContain('CRYPTO')
  })
})

describe('values that must stay quiet', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['orderId', '536221234'],
    ['orderId', '536-22-1234'],
    ['trackingNumber', '4111111111111111'],
    ['sku', '5555555555554444'],
    ['value', '4111111111111112'],
    ['value', '666-22-1234'],
    ['value', '536-22-1234B'],
    ['value', 'DE00370400440532013000'],
    ['ts', '1680122840015'],
    ['seq', '1663412634263514'],
    ['isbn', '9780306406157'],
    ['version', '14.37.38.38'],
    ['user_agent', 'Mozilla/5.0 Chrome/129.0.0.0 Safari/537.36'],
    ['dependency', '@angular/core@17.3.8'],
    ['image', 'https://cdn.example.com/icons/logo@2x.png'],
    ['to', '@channel'],
    ['id', '8c7f6a52-0f55-4c1e-9a51-3f6a2b1c9d10'],
    ['commit', '9f2c1b0a8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a'],
    ['etag', 'W/"k3Jx8PqL0aZm2VtB"'],
    ['invoiceDate', '1984-02-29'],
    ['company', 'Miller Brothers Holdings Ltd'],
    ['name', 'Calvin Klein'],
    ['title', 'Senior Software Engineer'],
    ['storeName', 'Mary Jones Street Market'],
    ['status', 'ACTIVE'],
    ['color', '#866ca2'],
    ['passwordHash', '$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9'],
    ['password', '5f4dcc3b5aa765d61d8327deb882cf99'],
    ['emailVerifiedAt', '2024-01-02T03:04:05Z'],
    ['customerId', '2025550143'],
    ['rate', '0.493369'],
    ['description', 'See page 12 of the manual, section 4.'],
    ['value', 'sk-aB3dE5gH7jK9mN1pQ3sTuV5wX7yZ9aB1cD3eF5gH'],
    ['cursor', 'E8bRwXuVeZomroxDvNIghhgkWmPAfNUFoPiJo8MAYqGEitSD6adOXE5tgwOIfQBJ'],
  ]
  it.each(cases)('says nothing about %s = %s', (key, text) => {
    expect(strongTypes(text, under(key))).toEqual([])
  })
})

describe('text', () => {
  it('gives the spans of what a sentence holds', () => {
    const text =
      'Hello, my name is Jane Roe, please refund card 4111 1111 1111 1111 to GB82WEST12345698765432 or call +44 20 7946 0958.'
    expect(spans(text, classifier.leaf(text, 'string', under('message'))).toSorted()).toEqual([
      'CREDIT_CARD:4111 1111 1111 1111',
      'IBAN_CODE:GB82WEST12345698765432',
      'PERSON:Jane Roe',
      'PHONE_NUMBER:+44 20 7946 0958',
    ])
  })

  it('does not take an order number for a card', () => {
    const text = 'Your order number 4111111111111111 was shipped.'
    expect(spans(text, classifier.leaf(text, 'string', under('message')))).toEqual([])
  })
})

describe('objects', () => {
  it('is a position when latitude and longitude stand beside each other', () => {
    const leaves = [
      { key: 'lat', text: '48.85837', kind: 'number' },
      { key: 'lng', text: '2.294481', kind: 'number' },
    ] as const
    const [found] = classifier.object(leaves, under('location'))
    expect(found?.type).toBe('GEO')
    expect(classifier.object(leaves.slice(0, 1), under('location'))).toEqual([])
  })

  it('is the credentials of a role when key, secret and token stand together', () => {
    const leaves = [
      { key: 'AccessKeyId', text: 'ASIAQWERTYUIOPASDFGH', kind: 'string' },
      { key: 'SecretAccessKey', text: 'x', kind: 'string' },
      { key: 'Token', text: 'y', kind: 'string' },
    ] as const
    expect(classifier.object(leaves, under('')).map(({ type }) => type)).toEqual([
      'SECRET_AWS_ROLE_CREDENTIALS',
    ])
  })
})

describe('any text', () => {
  it('never throws and keeps spans inside the text', () => {
    const keys = fc.constantFrom(
      'value',
      'name',
      'address',
      'phone',
      'password',
      'token',
      'iban',
      'ssn',
    )
    const words = fc.constantFrom(
      '4111',
      ' ',
      '-',
      '@',
      '.',
      ':',
      'AKIA',
      'Street',
      '12',
      'É',
      '\ud800',
      '::',
      'eyJ',
    )
    const texts = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      fc.array(words, { maxLength: 60 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(texts, keys, (text, key) => {
        for (const { start, end, confidence } of classifier.leaf(text, 'string', under(key))) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(text.length)
          expect(start).toBeLessThan(end)
          expect(confidence).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('reports a bounded number of candidates', () => {
    const text = 'ada@example.org '.repeat(4_000)
    const found = classifier.leaf(text, 'string', under('text'))
    expect(found.length).toBeLessThanOrEqual(limits.candidatesPerText)
  })
})

describe('the worst text for each detector', () => {
  const units =
    'a|A|1| |.|:|@|-|/|+|(|1.|1:|a@|a.|1 |Aa |eyJ|eyJ.|sk-|sk-T3BlbkFJ|T3BlbkFJ|ghp_|AKIA|%B4|;4|a@b.|12 Aa |Street 1 |4111 |aa:|P<|name is |password=|BEGIN |://|a://b:|1234-|DE12 |::|É|p.o. box |born 1990-|xoxb-|AccountKey=|mr |0x|bc1q|1-1-'
  it.each(units.split('|'))('is read in time linear in its length: %j', (unit) => {
    const text = unit.repeat(Math.ceil(65_536 / unit.length)).slice(0, 65_536)
    const started = performance.now()
    for (const key of ['value', 'name', 'address', 'phone', 'token']) {
      classifier.leaf(text, 'string', under(key))
    }
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
