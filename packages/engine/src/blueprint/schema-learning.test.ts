import { describe, expect, it } from 'vitest'
import { createEnsemble } from '../ensemble.ts'
import { limits } from '../limits.ts'
import { plainHasher } from '../testing/plain-hasher.ts'
import { exchangeOf } from '../testing/traffic.ts'
import { catalogOf } from './catalog.ts'
import type { JsonSchema } from './json-schema.ts'
import { openApiOf } from './openapi.ts'

interface Answer {
  readonly body: unknown
  readonly type?: string
}

function line({ body, type = 'application/json' }: Answer, index: number): object {
  return {
    ts: 1_790_000_000_000 + index * 1_000,
    src: { ip: `203.0.113.${index % 200}` },
    dst: { host: 'shop.example' },
    req: { method: 'GET', url: '/v1/report' },
    res: {
      status: 200,
      headers: { 'content-type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
  }
}

/** The document after these answers of one operation, learned by this many engines. */
function documentOf(answers: readonly Answer[], engines = 1): ReturnType<typeof openApiOf> {
  const ensemble = createEnsemble({ hasher: plainHasher, engines })
  for (const [index, answer] of answers.entries()) {
    ensemble.observe(exchangeOf(line(answer, index)), 'live')
    if (index % 7 === 6) ensemble.mark()
  }
  return openApiOf(catalogOf(ensemble.mark(), false), 'shop.example')
}

function schemaOf(answers: readonly Answer[]): JsonSchema {
  const operation: unknown = documentOf(answers).paths['/v1/report']?.['get']
  const text = JSON.stringify(operation)
  const { responses } = JSON.parse(text)
  const [content] = Object.values<{ schema: JsonSchema }>(responses['200'].content)
  return content?.schema ?? {}
}

/** Schema of JSON answers. */
function learned(bodies: readonly unknown[]): JsonSchema {
  return schemaOf(bodies.map((body) => ({ body })))
}

function times<Value>(count: number, value: (index: number) => Value): readonly Value[] {
  return Array.from({ length: count }, (_, index) => value(index))
}

describe('a learned schema', () => {
  it('shows lists and objects that were always empty', () => {
    expect(learned(times(3, () => ({ errors: [], meta: {} })))).toEqual({
      type: 'object',
      properties: {
        errors: { type: 'array', items: {} },
        meta: { type: 'object', properties: {} },
      },
      required: ['errors', 'meta'],
    })
  })

  it('requires what every object had, however often the object was there', () => {
    const schema = learned([
      { items: [], owner: { name: 'x', note: 'y' } },
      { items: [{ id: 1, tag: 'a' }, { id: 2 }], owner: { name: 'z' } },
      { items: [{ id: 3, tag: 'b' }] },
    ])
    expect(schema).toMatchObject({
      required: ['items'],
      properties: { items: { items: { required: ['id'] } }, owner: { required: ['name'] } },
    })
  })

  it('does not take a member for missing that a cut body did not come to', () => {
    const whole = '{"a":{"x":1,"y":2},"b":true}'
    const answers = [{ body: whole }, { body: whole }, { body: whole.slice(0, 12) }]
    expect(schemaOf(answers)).toMatchObject({
      required: ['a', 'b'],
      properties: { a: { required: ['x', 'y'] } },
    })
  })

  it('offers every type a place had, null among them', () => {
    const schema = learned([
      { v: 1 },
      { v: 'x1' },
      { v: null },
      { v: { deep: true } },
      { v: [1.5] },
    ])
    expect(schema.properties?.['v']).toEqual({
      anyOf: [
        { type: 'object', properties: { deep: { type: 'boolean' } }, required: ['deep'] },
        { type: 'array', items: { type: 'number' } },
        { type: ['string', 'integer', 'null'] },
      ],
    })
  })

  it('tells a format only when every text has it', () => {
    const uuid = (index: number): string => `8f14e45f-ceea-467f-9b3a-0000000000${10 + index}`
    const schema = learned(
      times(9, (index) => ({
        uuid: uuid(index),
        at: `2026-03-0${index + 1}T10:00:00.5Z`,
        day: `2026-03-0${index + 1}`,
        six: `2001:db8::${index}`,
        four: `192.0.2.${index}`,
        loose: index === 8 ? 'soon' : `2026-03-0${index + 1}`,
      })),
    )
    const format = (name: string): unknown => schema.properties?.[name]?.format
    expect(['uuid', 'at', 'day', 'six', 'four', 'loose'].map(format)).toEqual([
      'uuid',
      'date-time',
      'date',
      'ipv6',
      'ipv4',
      undefined,
    ])
  })

  it('lists values that come again and again, and none while new ones come', () => {
    const states = ['open', 'paid', 'sent']
    const settled = times(30, (index) => ({ state: index < 3 ? null : states[index % 3] }))
    expect(learned(settled).properties?.['state']).toEqual({
      type: ['string', 'null'],
      enum: ['open', 'paid', 'sent', null],
    })
    const growing = [...settled, { state: 'lost' }]
    expect(learned(growing).properties?.['state']).not.toHaveProperty('enum')
  })

  it('says how long lists are once it has seen enough of them', () => {
    const lists = (count: number): JsonSchema | undefined =>
      learned(times(count, (index) => ({ rows: times(1 + (index % 3), () => 7) }))).properties?.[
        'rows'
      ]
    expect(lists(30)).toMatchObject({ minItems: 1, maxItems: 3 })
    expect(lists(10)).not.toHaveProperty('maxItems')
  })

  it('goes into a string that holds a document', () => {
    const schema = learned(
      times(3, (index) => ({ payload: JSON.stringify({ user: { id: index } }) })),
    )
    expect(schema).toMatchObject({
      required: ['payload'],
      properties: {
        payload: {
          type: 'string',
          contentMediaType: 'application/json',
          contentSchema: { properties: { user: { properties: { id: { type: 'integer' } } } } },
        },
      },
    })
  })

  it('is the same for any number of engines', () => {
    const answers = times(40, (index) => ({
      body: {
        type: index % 2 === 0 ? 'card' : 'iban',
        [index % 2 === 0 ? 'pan' : 'bic']: 'x',
        n: [index],
      },
    }))
    expect(documentOf(answers, 4)).toEqual(documentOf(answers, 1))
  })
})

describe('members whose names are data', () => {
  const names = times(
    60,
    (index) => `${'bcdfgh'[index % 6]}${'aeiou'[index % 5]}${'lmnr'[index % 4]}o`,
  )

  it('are one field when names keep coming', () => {
    const schema = learned(
      times(30, (index) => ({
        byUser: {
          [names[index] ?? '']: { score: index, seen: true },
          [names[index + 30] ?? '']: { score: 1 },
        },
      })),
    )
    expect(schema.properties?.['byUser']).toEqual({
      type: 'object',
      properties: {},
      additionalProperties: {
        type: 'object',
        properties: { score: { type: 'integer' }, seen: { type: 'boolean' } },
        required: ['score'],
      },
    })
  })

  it('stay fields where objects are records with much that is optional', () => {
    const optional = ['street', 'city', 'zip', 'phone', 'email', 'note', 'title', 'company', 'fax']
    const schema = learned(
      times(40, (index) => ({
        contact: Object.fromEntries(
          [0, 1, 2].map((step) => [optional[(index + step * 2) % 9], 'text']),
        ),
      })),
    )
    expect(Object.keys(schema.properties?.['contact']?.properties ?? {}).toSorted()).toEqual(
      optional.toSorted(),
    )
  })

  it.each([
    '01HV3K8Z9QWERTY2BDFGHJKMNP',
    'acc_9f8a7b6c5d4e',
    'V1StGXR8Z5jdHi6BmyT0a',
    '2026-03',
    '192.0.2.7',
    '-3.5',
  ])('are seen to be data at once: %s', (name) => {
    expect(learned([{ map: { [name]: 1 } }]).properties?.['map']).toMatchObject({
      properties: {},
      additionalProperties: { type: 'integer' },
    })
  })

  it.each([
    'address_line_1',
    'internationalIso4217Code',
    'sha256',
    'line2',
    'x_509_v3',
    'h264_profile_level',
  ])('are words: %s', (name) => {
    expect(learned([{ map: { [name]: 1 } }]).properties?.['map']?.properties).toHaveProperty(name)
  })
})

describe('objects of several kinds', () => {
  const card = { type: 'card', pan_last4: '1111', network: 'visa' }
  const transfer = { type: 'transfer', bank: 'x', reference: 'y' }
  const events = times(12, (index) => ({
    events: [card, index % 2 === 0 ? transfer : { ...transfer, note: 'n' }],
  }))

  it('are told apart by the member that names them', () => {
    const document = documentOf(events.map((body) => ({ body })))
    expect(learned(events).properties?.['events']?.items).toEqual({
      oneOf: [
        { $ref: '#/components/schemas/get_v1_report_events_type_card' },
        { $ref: '#/components/schemas/get_v1_report_events_type_transfer' },
      ],
      discriminator: {
        propertyName: 'type',
        mapping: {
          card: '#/components/schemas/get_v1_report_events_type_card',
          transfer: '#/components/schemas/get_v1_report_events_type_transfer',
        },
      },
    })
    expect(document.components?.schemas).toMatchObject({
      get_v1_report_events_type_card: {
        properties: { type: { enum: ['card'] }, network: {} },
        required: ['network', 'pan_last4', 'type'],
      },
      get_v1_report_events_type_transfer: {
        properties: { type: { enum: ['transfer'] }, note: { type: 'string' } },
        required: ['bank', 'reference', 'type'],
      },
    })
    expect(JSON.stringify(document.components)).not.toMatch(/transfer"\]\}.*network/)
  })

  it('are one where a name tells nothing of their members', () => {
    const alike = times(20, (index) => ({ type: index % 2 === 0 ? 'a' : 'b', n: index }))
    expect(learned(alike)).not.toHaveProperty('oneOf')
  })

  it('are one where kinds are too many to know them all', () => {
    const many = times(60, (index) => ({
      type: `kind${'abcdefghijklmnopqrst'[index % 20]}`,
      [`m${index % 20}`]: 1,
    }))
    expect(learned(many)).not.toHaveProperty('oneOf')
  })

  it('are one where a kind has more members than are remembered', () => {
    const wide = (size: number, letter: string): object =>
      Object.fromEntries(
        times(size, (index) => [`${letter}${'abcdefgh'[index % 8]}${'klmnopqr'[index >> 3]}`, 1]),
      )
    const bodies = times(12, (index) =>
      index % 2 === 0
        ? { type: 'wide', ...wide(limits.variantMembers + 8, 'w') }
        : { type: 'small', ...wide(2, 's') },
    )
    expect(learned(bodies)).not.toHaveProperty('oneOf')
  })
})

describe('bodies that are no JSON', () => {
  it('are described by what they are', () => {
    const xml = '<list><row id="1"><n>a</n></row><row id="2"/></list>'
    expect(schemaOf(times(3, () => ({ body: xml, type: 'application/xml' })))).toEqual({
      type: 'object',
      properties: {
        row: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              n: { type: 'string' },
              id: { type: 'string', xml: { attribute: true } },
            },
            required: ['id'],
          },
        },
      },
      required: ['row'],
      xml: { name: 'list' },
    })
    expect(schemaOf(times(2, () => ({ body: 'id,name\n1,a\n', type: 'text/csv' })))).toMatchObject({
      type: 'array',
      items: { properties: { id: { type: 'string' } }, required: ['id', 'name'] },
    })
    expect(
      schemaOf(times(2, () => ({ body: '{"a":1}\n{"a":2}\n', type: 'application/x-ndjson' }))),
    ).toMatchObject({ type: 'object', required: ['a'] })
    expect(schemaOf([{ body: 'hello', type: 'text/plain' }])).toEqual({ type: 'string' })
  })
})
