import { describe, expect, it } from 'vitest'
import { readSpec } from './read-spec.ts'

function problems(paths: object, rest: object = {}): readonly string[] {
  const read = readSpec({ openapi: '3.1.0', paths, ...rest })
  return read.ok ? read.value.warnings.map(({ at, what }) => `${at.join(' ')}: ${what}`) : []
}

const ok = { responses: { 200: { description: '' } } }

describe('what a document says that cannot be read', () => {
  it('is nothing where all is well', () => {
    const schema = { type: ['string', 'null'], example: { $ref: 'elsewhere' } }
    const get = { ...ok, parameters: [{ name: 'q', in: 'query', schema }] }
    expect(problems({ '/a': { get }, 'x-own': 1 })).toEqual([])
  })

  it.each<[string, object]>([
    ['paths a: a path begins with a slash', { a: { get: ok } }],
    ['paths /a: expected an object with operations', { '/a': 7 }],
    ['paths /a/{y}: is the same path as /a/{x}', { '/a/{x}': {}, '/a/{y}': {} }],
    [
      'paths /a get parameters 0 in: in: expected query, path, header or cookie',
      { '/a': { get: { ...ok, parameters: [{ name: 'q', in: 'body' }] } } },
    ],
    [
      'paths /a get parameters 0: name: expected the name of a parameter',
      { '/a': { get: { ...ok, parameters: [{ in: 'query' }] } } },
    ],
  ])('%s', (wanted, paths) => {
    expect(problems(paths)).toEqual([wanted])
  })

  it('is a type nobody knows, at its place', () => {
    const schemas = { A: { properties: { type: { type: 'text' }, n: { type: ['integer'] } } } }
    expect(problems({}, { components: { schemas } })).toEqual([
      expect.stringMatching(/^components schemas A properties type type: type: expected one of/),
    ])
  })

  it('is told up to a bound, however often it is said and however deep', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`p${at}`, {}]))
    expect(problems(many)).toHaveLength(50)
    let deep: object = { $ref: '#/nowhere' }
    for (let at = 0; at < 5_000; at += 1) deep = { items: deep }
    expect(problems({}, { components: { schemas: { Deep: deep } } })).toEqual([])
    const round: Record<string, unknown> = {}
    round['round'] = round
    expect(problems({}, { components: round })).toEqual([])
  })
})
