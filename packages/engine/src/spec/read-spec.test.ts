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
      '$ref https://elsewhere.example/b.yaml: only references into the document are followed',
      '$ref #/components/nothing leads nowhere',
      'a reference leads in a circle',
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
      problem: expect.stringContaining(problem),
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

  it('stays within its steps where templates ask for many', () => {
    const deep = Array.from({ length: 14 }, (_, bits) =>
      Array.from({ length: 14 }, (__, at) => (at === bits ? 'x' : '{p}')).join('/'),
    )
    const many = new SpecPaths(
      deep.map((template) => ({ ...(operations[0] ?? never()), template })),
    )
    expect(many.match('GET', `${'x/'.repeat(13)}y`)).not.toBeUndefined()
  })
})

function never(): never {
  throw new Error('no operation')
}
