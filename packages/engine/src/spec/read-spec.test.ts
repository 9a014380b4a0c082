import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSpec } from './read-spec.ts'
import { SpecPaths } from './spec-paths.ts'

const ok = { responses: { 200: { description: '' } } }

describe('reading a description', () => {
  it('takes operations under the paths of their servers', () => {
    const read = readSpec({
      openapi: '3.1.0',
      info: { title: 'Shop', version: '2' },
      servers: [{ url: 'https://api.shop.example:8443/v1/' }, { url: '/v2' }],
      paths: { '/orders/{id}': { get: { ...ok, deprecated: true }, summary: 'x', post: null } },
    })
    expect(read).toMatchObject({
      ok: true,
      value: {
        title: 'Shop',
        hosts: ['api.shop.example'],
        operations: [
          { method: 'GET', template: '/v1/orders/{id}', deprecated: true },
          { method: 'GET', template: '/v2/orders/{id}' },
        ],
      },
    })
  })

  it('takes variables of a server by their defaults in its host, and for anything in its path', () => {
    const variables = {
      scheme: { default: 'https' },
      region: { default: 'eu' },
      port: { default: '8443' },
    }
    const read = readSpec({
      openapi: '3.1.0',
      servers: [{ url: '{scheme}://{region}.shop.example:{port}/{stage}/v1', variables }],
      paths: { '/orders': { get: ok } },
    })
    expect(read).toMatchObject({
      value: { hosts: ['eu.shop.example'], operations: [{ template: '/{stage}/v1/orders' }] },
    })
  })

  it('follows references inside the document, round circles, and nowhere else', () => {
    const read = readSpec({
      openapi: '3.0.3',
      paths: {
        '/a': { get: { parameters: [{ $ref: '#/components/parameters/Q' }], ...ok } },
        '/b': { $ref: 'https://elsewhere.example/b.yaml' },
        '/c': { get: { requestBody: { $ref: '#/components/nothing' } } },
        '/d': { get: { requestBody: { $ref: '#/components/loop' } } },
      },
      components: {
        parameters: { Q: { name: 'q', in: 'query', required: true } },
        loop: { $ref: '#/components/loop' },
      },
    })
    expect(read.ok && read.value.operations[0]?.query).toMatchObject([
      { name: 'q', required: true },
    ])
    expect(read.ok && read.value.warnings).toEqual([
      {
        at: ['paths', '/b'],
        what: '$ref https://elsewhere.example/b.yaml: only references into the document are followed',
      },
      {
        at: ['paths', '/c', 'get', 'requestBody'],
        what: '$ref #/components/nothing leads nowhere',
      },
      { at: ['paths', '/d', 'get', 'requestBody'], what: 'a reference leads in a circle' },
      { at: ['components', 'loop'], what: 'a reference leads in a circle' },
    ])
  })

  it.each([
    [null, 'expected an OpenAPI document'],
    [{ swagger: '2.0' }, 'Swagger 2.0'],
    [{ openapi: '4.0.0' }, 'expected 3.0.x or 3.1.x'],
    [{ openapi: '3.1.0' }, 'paths: expected an object'],
  ])('refuses %j', (document, problem) => {
    expect(readSpec(document)).toMatchObject({
      ok: false,
      problem: { what: expect.stringContaining(problem) },
    })
  })

  it('never throws, whatever the document holds', () => {
    const inside = fc.object({ withNullPrototype: true, maxDepth: 4 })
    fc.assert(
      fc.property(inside, inside, (paths, components) => {
        expect(readSpec({ openapi: '3.1.0', paths, components }).ok).toBe(true)
      }),
    )
  })
})

describe('finding the operation of a path', () => {
  const paths = [
    '/users/me',
    '/users/{id}',
    '/users/{id}:freeze',
    '/{tenant}/users',
    '/a%20b/{x}.json',
  ]
  const operations = paths.map((template) => ({
    method: 'GET',
    template,
    deprecated: false,
    secured: false,
    at: ['paths', template, 'get'],
    query: [],
    request: null,
    responses: new Map(),
  }))
  const found = new SpecPaths(operations)

  it.each([
    ['/users/me', '/users/me'],
    ['/users/42/', '/users/{id}'],
    ['/users/42:freeze', '/users/{id}:freeze'],
    ['/acme/users', '/{tenant}/users'],
    ['/users/users', '/users/{id}'],
    ['/users', null],
    ['/users/', null],
    ['/users/1/2', null],
  ])('%s', (path, template) => {
    expect(found.match('GET', path)?.template ?? null).toBe(template)
  })

  it('knows no method that is not described', () => {
    expect(found.match('DELETE', '/users/me')).toBeNull()
  })

  it.each([
    ['/users/{userId}', ['/users/me', '/users/{id}', '/users/{id}:freeze']],
    ['/users/me', ['/users/me']],
    ['/users/{x}:freeze', ['/users/{id}:freeze']],
    [
      '/{a}/{b}',
      ['/users/me', '/users/{id}', '/users/{id}:freeze', '/{tenant}/users', '/a%20b/{x}.json'],
    ],
    ['/users/{id}/cards', []],
  ])('finds all that calls of %s may belong to', (template, wanted) => {
    expect((found.among('GET', template) ?? []).map((one) => one.template).sort()).toEqual(
      [...wanted].sort(),
    )
  })

  it('stays within its steps where templates ask for many', () => {
    const deep = Array.from({ length: 14 }, (_, bits) =>
      Array.from({ length: 14 }, (__, at) => (at === bits ? 'x' : '{p}')).join('/'),
    )
    const many = new SpecPaths(
      deep.map((template) => ({ ...(operations[0] ?? never()), template })),
    )
    expect(many.match('GET', `${'x/'.repeat(13)}y`)).not.toBeUndefined()
    const wide = '/{p}'.repeat(14)
    expect(many.among('GET', wide)?.length ?? deep.length).toBe(deep.length)
  })
})

function never(): never {
  throw new Error('no operation')
}
