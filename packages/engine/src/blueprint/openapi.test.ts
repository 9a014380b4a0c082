import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberPath } from '../decode/leaf.ts'
import type { Catalog, CatalogField, CatalogOperation } from './catalog.ts'
import type { FieldDomain } from './field-domain.ts'
import type { CatalogStructure } from './structure.ts'
import { openApiOf, type OpenApiOptions } from './openapi.ts'

const anything: FieldDomain = {
  types: ['string'],
  format: null,
  enumeration: null,
  minimum: null,
  maximum: null,
  minLength: null,
  maxLength: null,
  distinct: 1,
}

interface Seen extends Partial<Omit<CatalogField, 'domain'>> {
  readonly path: string
  readonly domain?: Partial<FieldDomain>
}

function field({ domain, ...seen }: Seen): CatalogField {
  return {
    in: 'res.body',
    exchanges: 10,
    presence: 1,
    values: 10,
    repeats: false,
    dataTypes: [],
    ...seen,
    domain: { ...anything, ...domain },
  }
}

function operation(seen: Partial<CatalogOperation>): CatalogOperation {
  return {
    service: 'shop',
    method: 'GET',
    template: '/',
    parameters: [],
    calls: 10,
    success: 10,
    failure: 0,
    unknown: 0,
    actors: 1,
    authenticated: 0,
    authentication: 'never',
    statuses: { 200: 10 },
    actions: {},
    unseen: 0,
    state: 'known',
    responseBytesP50: null,
    responseBytesP99: null,
    callsPerWindowP99: null,
    limited: 0,
    unusual: [],
    fields: [],
    structure: [],
    media: { '200 application/json': 10 },
    taught: 10,
    firstMs: 0,
    lastMs: 0,
    ...seen,
  }
}

function catalog(operations: readonly CatalogOperation[]): Catalog {
  return { services: [], operations, edges: [], principals: [] }
}

async function problemsOf(document: object): Promise<unknown> {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)))
  return valid ? null : (errors ?? 'invalid')
}

const name = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('__proto__', '{*}', 'a#b', 'id'),
)
const place = fc
  .array(fc.oneof(name, fc.constant('[]'), fc.constant('#')), { maxLength: 5 })
  .map((steps) =>
    steps.reduce(
      (base, step) => (/^(?:\[\]|#)$/.test(step) ? base + step : memberPath(base, step)),
      '',
    ),
  )
const kinds = ['string', 'integer', 'number', 'boolean', 'null'] as const
const anyField: fc.Arbitrary<CatalogField> = fc
  .record({
    in: fc.constantFrom('req.path', 'req.query', 'req.header', 'req.body', 'res.body'),
    path: place,
    presence: fc.double({ min: 0, max: 1, noNaN: true }),
    values: fc.nat(100),
    domain: fc.record({
      types: fc.uniqueArray(fc.constantFrom(...kinds)),
      format: fc.constantFrom(null, 'date', 'uuid', 'uri'),
      enumeration: fc.option(fc.uniqueArray(fc.stringMatching(/^\d{1,3}$/), { minLength: 1 })),
      minimum: fc.option(fc.integer()),
    }),
  })
  .map((seen) => field(seen))
const anyStructure: fc.Arbitrary<CatalogStructure> = fc.record({
  in: fc.constantFrom('req.body' as const, 'res.body' as const),
  path: place,
  objects: fc.nat(30),
  lists: fc.nat(30),
  minItems: fc.option(fc.nat(3)),
  maxItems: fc.option(fc.integer({ min: 3, max: 9 })),
  required: fc.array(place, { maxLength: 4 }),
  kinds: fc.option(
    fc.record({
      path: place,
      cases: fc.array(
        fc.record({
          value: fc.constantFrom('card', 'iban', 'a b'),
          members: fc.array(place, { maxLength: 4 }),
          required: fc.array(place, { maxLength: 4 }),
        }),
        { minLength: 1, maxLength: 3 },
      ),
    }),
  ),
})
const anyOperation = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'HEAD', 'OTHER', 'CONNECT'),
    template: fc
      .array(fc.constantFrom('a', 'b-c', 'b_c', '{id}', '{id2}:go', '%2F', 'x.json'), {
        maxLength: 4,
      })
      .map((segments) => `/${segments.join('/')}`),
    statuses: fc.dictionary(fc.constantFrom('200', '204', '404', '0', '999'), fc.nat()),
    fields: fc.array(anyField, { maxLength: 12 }),
    structure: fc.array(anyStructure, { maxLength: 6 }),
    media: fc.dictionary(
      fc.constantFrom(
        'request application/json',
        'request multipart/form-data',
        '200 application/json',
        '200 application/xml',
        '200 application/x-ndjson',
        '200 text/csv',
        '404 text/html',
      ),
      fc.nat(10),
    ),
  })
  .map((seen) => operation(seen))

describe('openApiOf', () => {
  it('writes what a strict validator accepts, whatever was seen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyOperation, { maxLength: 8 }), name, async (seen, service) => {
        const named = seen.map((one) => ({ ...one, service }))
        expect(await problemsOf(openApiOf(catalog(named), service))).toBeNull()
      }),
      { numRuns: 60 },
    )
  })

  it('gives operations with the same words ids of their own', () => {
    const templates = ['/a/b', '/a-b', '/a.b']
    const document = openApiOf(
      catalog(templates.map((template) => operation({ template }))),
      'shop',
    )
    const ids = templates.map((template) => document.paths[template]?.['get'])
    expect(new Set(ids.map((one) => JSON.stringify(one))).size).toBe(3)
  })

  it('calls a query parameter what the query calls it', () => {
    const fields = [field({ in: 'req.query', path: '["filter[state]"]' })]
    const { paths } = openApiOf(catalog([operation({ fields })]), 'shop')
    expect(paths['/']?.['get']).toMatchObject({ parameters: [{ name: 'filter[state]' }] })
  })

  it('claims the media types that were seen, and structure only where they have some', () => {
    const media = { '200 text/html': 3, '200 image/png': 1, '404 application/problem+json': 2 }
    const statuses = { 200: 4, 404: 2 }
    const { paths } = openApiOf(
      catalog([operation({ fields: [field({ path: '' })], media, statuses })]),
      'shop',
    )
    expect(paths['/']?.['get']).toMatchObject({
      responses: {
        200: { content: { 'text/html': { schema: { type: 'string' } }, 'image/png': {} } },
        404: { content: { 'application/problem+json': {} } },
      },
    })
  })

  it('takes templates that differ in names alone for one path', () => {
    const { paths } = openApiOf(
      catalog([
        operation({ template: '/a/{id}/b/{id}' }),
        operation({ template: '/a/{name}/b/{other}', method: 'PUT' }),
      ]),
      'shop',
    )
    expect(Object.keys(paths)).toEqual(['/a/{id}/b/{id2}'])
    expect(paths['/a/{id}/b/{id2}']?.['put']).toMatchObject({
      parameters: [{ name: 'id' }, { name: 'id2' }],
    })
  })

  it('says that a key spans segments, which a template cannot', () => {
    const { paths } = openApiOf(catalog([operation({ template: '/{bucket}/{key+}' })]), 'shop')
    expect(paths['/{bucket}/{key}']?.['get']).toMatchObject({
      parameters: [{ name: 'bucket' }, { name: 'key', 'x-weir-spans-segments': true }],
    })
  })

  it('names the operations it has no words for', () => {
    const document = openApiOf(catalog([operation({ method: 'PURGE', template: '/x' })]), 'shop')
    expect(document).toMatchObject({
      paths: {},
      'x-weir-left-out': [{ method: 'PURGE', path: '/x' }],
    })
  })

  it('asks for a body only where every call had one', () => {
    const fields = [field({ in: 'req.body', path: 'a' })]
    const always = operation({ method: 'POST', fields, media: { 'request application/json': 10 } })
    const sometimes = { ...always, method: 'PUT', media: { 'request application/json': 4 } }
    const { paths } = openApiOf(catalog([always, sometimes]), 'shop')
    expect(paths['/']?.['post']).toMatchObject({ requestBody: { required: true } })
    expect(paths['/']?.['put']).not.toHaveProperty('requestBody.required')
  })

  it('lists headers their callers chose, and parameters that repeat as lists', () => {
    const fields = [
      field({ in: 'req.header', path: 'x-tenant' }),
      field({ in: 'req.header', path: 'x-b3-traceid' }),
      field({ in: 'req.query', path: 'tag', repeats: true, presence: 0.5 }),
    ]
    const { paths } = openApiOf(catalog([operation({ fields })]), 'shop')
    expect(paths['/']?.['get']).toMatchObject({
      parameters: [
        { name: 'tag', in: 'query', required: false, schema: { type: 'array' } },
        { name: 'x-tenant', in: 'header', required: true },
      ],
    })
  })

  it('bounds what is known and comes again, never what would be a value of somebody', () => {
    const range = { types: ['integer'], minimum: 1, maximum: 9 } as const
    const fields = [
      field({ in: 'req.query', path: 'page', values: 90, domain: { ...range, distinct: 9 } }),
      field({ in: 'req.query', path: 'since', values: 90, domain: { ...range, distinct: 80 } }),
      field({
        in: 'req.query',
        path: 'card',
        values: 90,
        domain: { ...range, distinct: 9 },
        dataTypes: [{ type: 'CREDIT_CARD', confidence: 1 }],
      }),
    ]
    const schemas = (options: OpenApiOptions, state: CatalogOperation['state']): unknown =>
      openApiOf(catalog([operation({ fields, state })]), 'shop', options).paths['/']?.['get']
    const plain = { type: 'integer' }
    const card = { ...plain, 'x-weir-data-types': ['CREDIT_CARD'] }
    expect(schemas({ bounds: true }, 'known')).toMatchObject({
      parameters: [
        { schema: { ...plain, minimum: 1, maximum: 9 } },
        { schema: plain },
        { schema: card },
      ],
    })
    for (const unbounded of [
      schemas({ bounds: false }, 'known'),
      schemas({ bounds: true }, 'learning'),
    ]) {
      expect(JSON.stringify(unbounded)).not.toContain('minimum')
    }
  })
})
