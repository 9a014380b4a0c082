import { createHash } from 'node:crypto'
import { decodeExchange, type Exchange } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { catalogOf } from '../blueprint/index.ts'
import { createEnsemble } from '../ensemble.ts'
import { compareLearned } from './compare-learned.ts'
import type { Difference } from './difference.ts'
import { readSpec } from './read-spec.ts'
import type { Spec } from './spec.ts'
import { createSpecCheck } from './spec-check.ts'

const json = (schema: object): object => ({ content: { 'application/json': { schema } } })
const user = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    amount: { type: 'integer' },
    role: { enum: ['admin', 'reader'] },
    tags: { type: 'array', items: { type: 'string' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
}
const document = {
  openapi: '3.1.0',
  security: [{ token: [] }],
  paths: {
    '/users/{id}': {
      get: {
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'integer' } },
          { name: 'at', in: 'query', required: true, schema: { type: 'string' } },
        ],
        responses: { 200: json(user), 404: {} },
      },
      put: { deprecated: true, requestBody: json(user), responses: { 200: json({}), 204: {} } },
    },
    '/users/me': { get: { security: [], responses: { 200: {} } } },
    '/health': { get: { security: [], responses: { default: {} } } },
  },
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
}

function specOf(given: object): Spec {
  const read = readSpec(given)
  if (!read.ok) throw new Error(read.problem.what)
  return read.value
}

interface Call {
  readonly method?: string
  readonly url: string
  readonly sent?: unknown
  readonly status?: number
  readonly answer?: unknown
  readonly isSigned?: boolean
}

function exchangeOf(call: Call, index: number): Exchange {
  const { method = 'GET', url, sent, status = 200, answer, isSigned = true } = call
  const type = { 'content-type': 'application/json' }
  const authorization = { authorization: `Bearer token-of-user-${index % 7}` }
  const decoded = decodeExchange({
    ts: 1_000_000 + index * 1_000,
    src: { ip: `10.0.0.${index % 7}`, service: 'web' },
    dst: { host: 'users', service: 'users' },
    req: {
      method,
      url,
      headers: { ...type, ...(isSigned ? authorization : {}) },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    },
    res: {
      status,
      headers: type,
      ...(answer === undefined ? {} : { body: JSON.stringify(answer) }),
    },
  })
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}

const hash = (text: string | Uint8Array): string =>
  `test.${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`

/** The differences both ways find, each as one line. */
function bothOf(
  calls: readonly Call[],
  spec = specOf(document),
): { readonly seen: readonly string[]; readonly learned: readonly string[] } {
  const ensemble = createEnsemble({ hasher: { credential: hash, identifier: hash } })
  const check = createSpecCheck(spec)
  for (const [index, call] of calls.entries()) {
    const exchange = exchangeOf(call, index)
    check.see(exchange)
    ensemble.observe(exchange, 'live')
  }
  const { operations } = catalogOf(ensemble.mark(), false)
  const found = compareLearned(spec, operations).differences.map(({ difference }) => difference)
  return { seen: lines(check.differences()), learned: lines(found) }
}

function lines(differences: readonly Difference[]): readonly string[] {
  const words = differences.map(({ kind, method, template, in: place, path, what }) =>
    [kind, method, template, place ?? '-', path, what].join(' '),
  )
  return [...new Set(words)].sort()
}

/** Enough calls that each operation has a name. */
function many(call: (index: number) => Call): readonly Call[] {
  return Array.from({ length: 40 }, (_, index) => call(index))
}

const good = { id: 1, amount: 5, role: 'admin', tags: ['a'], labels: { k: 'v' } }

describe('holding a description against what was learned', () => {
  it('says nothing where traffic follows it', () => {
    const calls = [
      ...many((index) => ({ url: `/users/${100 + index}?at=x&page=${index}`, answer: good })),
      ...many(() => ({ url: '/users/me', isSigned: false })),
      ...many(() => ({ url: '/health', isSigned: false })),
    ]
    expect(bothOf(calls)).toEqual({ seen: [], learned: [] })
  })

  it('finds what each exchange shows, in the same words', () => {
    const odd = { ...good, ssn: 'x', amount: 1.5, role: 'root', tags: [7], labels: { k: 1 } }
    const calls = [
      ...many((index) => ({
        url: `/users/${100 + index}?page=first&debug=1`,
        answer: { ...odd, extra: [{ deep: index }] },
        isSigned: index % 2 === 0,
        status: index % 4 === 0 ? 206 : 200,
      })).filter(({ status }) => status === 200),
      ...many((index) => ({ url: `/users/${100 + index}?at=1`, status: 302 })),
      ...many((index) => ({ method: 'PUT', url: `/users/${100 + index}`, sent: odd, answer: {} })),
      ...many(() => ({ url: '/users/me' })),
    ]
    const { seen, learned } = bothOf(calls)
    const orphan = 'orphan GET /health -  described, and never called'
    expect(learned).toEqual([...seen, orphan].sort())
    expect(new Set(seen.map((line) => line.split(' ', 1)[0]))).toEqual(
      new Set([
        'zombie',
        'undocumented-field',
        'undocumented-parameter',
        'undocumented-security',
        'undocumented-status',
        'missing-parameter',
        'type-break',
        'enum-break',
      ]),
    )
  })

  it('takes a learned parameter for every word that is described at its place', () => {
    const described = (path: string, fields: object): object => ({
      [path]: { get: { responses: { 200: json({ type: 'object', properties: fields }) } } },
    })
    const words = specOf({
      openapi: '3.1.0',
      paths: {
        ...described('/kinds/alpha1', { a: {} }),
        ...described('/kinds/beta22', { b: {} }),
      },
    })
    const operation = {
      method: 'GET',
      template: '/kinds/{kind}',
      calls: 10,
      success: 10,
      authenticated: 0,
      taught: 10,
      statuses: { 200: 10 },
      media: { '200 application/json': 10 },
      fields: ['a', 'b', 'c'].map((path) => ({
        in: 'res.body' as const,
        path,
        exchanges: 5,
        domain: {
          types: ['string'] as const,
          format: null,
          enumeration: null,
          minimum: null,
          maximum: null,
        },
      })),
    }
    const { differences, called, matched } = compareLearned(words, [operation])
    expect([called, matched]).toEqual([2, 10])
    expect(
      differences.map(({ difference: { kind, template, path } }) => [kind, template, path]),
    ).toEqual([['undocumented-field', '/kinds/{kind}', 'c']])
  })

  const value = fc.oneof(
    fc.integer({ min: -5, max: 5 }),
    fc.constantFrom(1.5, 2e21, true, null, '', 'x', '007', '2026-01-01', 'admin', [], {}),
    fc.array(fc.constantFrom(1, 'a', null), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('k', 'id', '#', 'a.b'), fc.constantFrom(1, 'v'), { maxKeys: 2 }),
    fc.constant('{"inside":1}'),
  )
  const body = fc.dictionary(
    fc.constantFrom('id', 'amount', 'role', 'tags', 'labels', 'z'),
    value,
    {
      maxKeys: 4,
    },
  )
  const call = fc.record({
    method: fc.constantFrom('GET', 'PUT', 'DELETE'),
    query: fc.constantFrom(
      '',
      '?at=1',
      '?at=x&page=007',
      '?page=2&z=1',
      '?at=1&page=x',
      '?at=1&page[a]=1',
    ),
    status: fc.constantFrom(200, 204, 206, 302, 400, 401, 404, 500),
    sent: body,
    answer: body,
    isSigned: fc.boolean(),
  })

  it('never says more than some exchange shows', () => {
    const traffic = fc.array(call, { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(traffic, (mixed) => {
        const calls = mixed.flatMap(({ query, ...rest }, at) =>
          [0, 1, 2].map((more) => ({ ...rest, url: `/users/${100 + at * 3 + more}${query}` })),
        )
        const { seen, learned } = bothOf(calls)
        const places = new Set(seen.map(placeOf))
        const more = learned.filter((line) => !/^(?:orphan|shadow)/.test(line))
        expect(more.filter((line) => !places.has(placeOf(line)))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

/** Without the words: of several types that are not described, either may be the one that is told. */
function placeOf(line: string): string {
  return line.split(' ').slice(0, 5).join(' ')
}
