import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberPath } from '../decode/leaf.ts'
import type { Catalog, CatalogField, CatalogOperation } from './catalog.ts'
import type { FieldDomain } from './field-domain.ts'
import { bodySchema } from './json-schema.ts'
import { openApiOf } from './openapi.ts'

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
    presence: 1,
    values: 10,
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
    authentication: 'never',
    statuses: { 200: 10 },
    actions: {},
    unseen: 0,
    state: 'known',
    responseBytesP50: null,
    responseBytesP99: null,
    callsPerWindowP99: null,
    fields: [],
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

  it('claims JSON only where members were seen', () => {
    const fields = [field({ path: '' })]
    const { paths } = openApiOf(catalog([operation({ fields })]), 'shop')
    expect(paths['/']?.['get']).toMatchObject({
      responses: { 200: { content: { '*/*': { schema: { type: 'string' } } } } },
    })
  })
})

describe('bodySchema', () => {
  it('writes the values of a number as numbers', () => {
    const domain = { types: ['integer'], enumeration: ['1', '2'] } as const
    expect(bodySchema([field({ path: 'page', domain })]).properties?.['page']).toEqual({
      type: 'integer',
      enum: [1, 2],
    })
  })

  it('lets null stand beside the values it was seen among', () => {
    const domain = { types: ['string', 'null'], enumeration: ['open'] } as const
    expect(bodySchema([field({ path: 'state', domain })]).properties?.['state']).toEqual({
      type: ['string', 'null'],
      enum: ['open', null],
    })
  })

  it('offers every shape a place was seen in', () => {
    const none = field({ path: 'owner', domain: { types: ['null'] } })
    expect(bodySchema([none, field({ path: 'owner.name' })]).properties?.['owner']).toMatchObject({
      anyOf: [{ type: 'object', properties: { name: { type: 'string' } } }, { type: 'null' }],
    })
  })

  it('requires of a list element only what every element showed', () => {
    const schema = bodySchema([
      field({ path: 'items[].id', values: 30 }),
      field({ path: 'items[].discount', values: 10 }),
    ])
    expect(schema.properties?.['items']).toMatchObject({ items: { required: ['id'] } })
  })

  it('takes a string that held JSON for a string', () => {
    expect(bodySchema([field({ path: 'payload#.user.id' })]).properties).toEqual({
      payload: { type: 'string', contentMediaType: 'application/json' },
    })
  })
})
