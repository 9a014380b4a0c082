import type { Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import type { Difference } from './difference.ts'
import { readSpec } from './read-spec.ts'
import { createSpecCheck } from './spec-check.ts'

const user = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: ['string', 'null'] },
    role: { enum: ['admin', 'reader'] },
    friends: { type: 'array', items: { $ref: '#/components/schemas/User' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
    extra: { type: 'object' },
    pet: {
      oneOf: [
        { properties: { bark: { type: 'boolean' } } },
        { properties: { lives: { type: 'integer' } } },
      ],
    },
  },
}

const spec = readSpec({
  openapi: '3.1.0',
  info: { title: 'Users', version: '1' },
  paths: {
    '/users/{id}': {
      get: {
        parameters: [
          { name: 'view', in: 'query', schema: { enum: ['full', 'short'] } },
          { name: 'at', in: 'query', required: true, schema: { type: 'integer' } },
        ],
        responses: {
          200: {
            content: { 'application/json': { schema: { $ref: '#/components/schemas/User' } } },
          },
          '4XX': { description: 'no' },
        },
      },
    },
  },
  components: { schemas: { User: user } },
})

function exchange(url: string, status: number, body: unknown): Exchange {
  const bytes = new TextEncoder().encode(JSON.stringify(body))
  const headers = new Map([['content-type', ['application/json']]])
  const empty = { headers: new Map(), body: new Uint8Array(), bodySize: 0, truncated: false }
  return {
    kind: 'http',
    ts: 0,
    src: { ip: '' },
    dst: { host: '' },
    request: { ...empty, method: 'GET', url },
    response: { status, headers, body: bytes, bodySize: bytes.length, truncated: false },
  }
}

function differences(url: string, body: unknown, status = 200): readonly string[] {
  if (!spec.ok) throw new Error(spec.problem.what)
  const check = createSpecCheck(spec.value)
  expect(check.see(exchange(url, status, body))).toBe(true)
  return check
    .differences()
    .map(({ kind, in: place, path, what }: Difference) =>
      [kind, place ?? '-', path, what].join(' '),
    )
}

describe('holding an exchange against a description', () => {
  it('says nothing of what any reading of it allows', () => {
    const body = {
      id: 1,
      name: null,
      role: 'admin',
      friends: [{ id: 2, friends: [{ id: 3, name: 'x' }] }],
      labels: { anything: 'goes', '2026-01-01': 'too' },
      extra: { deep: { er: 1 } },
      pet: { bark: true },
    }
    expect(differences('/users/1?at=5&view=full', body)).toEqual([])
    expect(differences('/users/1?at=5', { pet: { lives: 9 } })).toEqual([])
    expect(differences('/users/1?at=5', { error: 'none' }, 404)).toEqual([])
  })

  it.each<[string, string, unknown]>([
    ['undocumented-field res.body ssn sent, and not described', '/users/1?at=5', { ssn: '1' }],
    [
      'undocumented-field res.body friends[].ssn sent, and not described',
      '/users/1?at=5',
      { friends: [{ ssn: 1 }] },
    ],
    ['type-break res.body id string where integer is described', '/users/1?at=5', { id: 'one' }],
    ['type-break res.body id number where integer is described', '/users/1?at=5', { id: 1.5 }],
    [
      'type-break res.body labels.a integer where string is described',
      '/users/1?at=5',
      { labels: { a: 1 } },
    ],
    ['type-break res.body id object where integer is described', '/users/1?at=5', { id: { a: 1 } }],
    [
      'enum-break res.body role a value that is none of those described',
      '/users/1?at=5',
      { role: 'root' },
    ],
    ['undocumented-parameter req.query debug sent, and not described', '/users/1?at=5&debug=1', {}],
    ['missing-parameter req.query at required, and not sent', '/users/1', {}],
    ['type-break req.query at string where integer is described', '/users/1?at=now', {}],
    [
      'enum-break req.query view a value that is none of those described',
      '/users/1?at=5&view=all',
      {},
    ],
  ])('%s', (wanted, url, body) => {
    expect(differences(url, body)).toEqual([wanted])
  })

  it('tells of a status that is not described, but not of refusals on the way', () => {
    expect(differences('/users/1?at=5', {}, 302)).toEqual([
      'undocumented-status - 302 answered, and not described',
    ])
    expect(differences('/users/1?at=5', {}, 503)).toEqual([])
  })

  it('never says a value', () => {
    const told = JSON.stringify(differences('/users/1?at=536-90-4399', { id: '536-90-4399' }))
    expect(told).not.toContain('536-90')
  })
})
