import { describe, expect, it } from 'vitest'
import type { CatalogField, CatalogOperation } from './catalog.ts'
import { postureOf } from './posture.ts'

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
  place: CatalogField['in'],
  type: 'US_SSN' | 'EMAIL_ADDRESS' | 'SECRET_JWT' | null,
): CatalogField {
  const dataTypes = type === null ? [] : [{ type, confidence: 0.9 }]
  const seen = { exchanges: 100, presence: 1, values: 100, repeats: false }
  return { in: place, path: 'a', ...seen, domain, dataTypes }
}

function operation(part: Partial<CatalogOperation>): CatalogOperation {
  return {
    service: 's',
    method: 'GET',
    template: '/things/{thingId}',
    parameters: [],
    calls: 100,
    success: 100,
    failure: 0,
    unknown: 0,
    actors: 5,
    authenticated: 100,
    authentication: 'always',
    statuses: {},
    actions: {},
    unseen: 0,
    state: 'known',
    responseBytesP50: null,
    responseBytesP99: null,
    callsPerWindowP99: null,
    limited: 1,
    unusual: [],
    fields: [],
    structure: [],
    media: {},
    taught: 100,
    firstMs: 0,
    lastMs: 0,
    ...part,
  }
}

const evidence = {
  shapes: [],
  distinct: 9,
  calls: 9,
  evenness: 1,
  agreement: 1,
  actors: 3,
  wordLike: [],
}
const parameters = [
  { name: 'thingId', segment: 1, shape: 'integer', reason: '', evidence, corrected: false },
]

describe('posture of an operation', () => {
  it('asks for a sign-in where data of people goes out or something changes', () => {
    const open = { authentication: 'never' } as const
    expect(postureOf(operation({ ...open, fields: [field('res.body', 'EMAIL_ADDRESS')] }))).toEqual(
      ['no-authentication'],
    )
    expect(postureOf(operation({ ...open, method: 'DELETE' }))).toEqual(['no-authentication'])
    expect(postureOf(operation({ authentication: 'mixed', method: 'PUT' }))).toEqual([
      'mixed-authentication',
    ])
    expect(postureOf(operation(open))).toEqual([])
  })

  it.each([
    '/login',
    '/oauth/token',
    '/v1/sessions',
    '/auth:refresh',
    '/health',
    '/.well-known/jwks',
  ])('asks for none at %s', (template) => {
    const open = { template, method: 'POST', authentication: 'never' } as const
    expect(postureOf(operation(open))).toEqual([])
  })

  it('waits for enough calls, and for one that was answered', () => {
    const open = { authentication: 'never', method: 'POST' } as const
    expect(postureOf(operation({ ...open, calls: 3, success: 3 }))).toEqual([])
    expect(postureOf(operation({ ...open, success: 0, failure: 100 }))).toEqual(['often-failing'])
  })

  it('tells of sensitive data that goes out, secrets in addresses, and ids that count up', () => {
    const fields = [field('res.body', 'US_SSN'), field('req.query', 'SECRET_JWT')]
    expect(postureOf(operation({ fields, parameters }))).toEqual([
      'sensitive-data-out',
      'secret-in-url',
      'guessable-id',
    ])
    expect(postureOf(operation({ fields: [field('req.body', 'US_SSN')] }))).toEqual([])
  })

  it('asks for a rate limit where passwords, codes or ids of people can be tried', () => {
    const signIn = {
      template: '/v1/login',
      method: 'POST',
      authentication: 'never',
      limited: 0,
    } as const
    expect(postureOf(operation(signIn))).toEqual(['no-rate-limit'])
    expect(postureOf(operation({ ...signIn, limited: 1 }))).toEqual([])
    expect(postureOf(operation({ ...signIn, calls: 20, success: 20 }))).toEqual([])
    const numbered = { limited: 0, parameters, fields: [field('res.body', 'EMAIL_ADDRESS')] }
    expect(postureOf(operation(numbered))).toEqual(['guessable-id', 'no-rate-limit'])
    expect(postureOf(operation({ limited: 0, parameters }))).toEqual(['guessable-id'])
  })

  it('tells of an hour that is unlike the others', () => {
    expect(postureOf(operation({ unusual: ['failures', 'sizes', 'durations'] }))).toEqual([
      'unusual-failures',
      'unusual-sizes',
      'unusual-durations',
    ])
  })
})
