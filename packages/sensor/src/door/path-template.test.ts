import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTemplate } from './path-template.ts'

describe('a template', () => {
  it.each([
    ['/v1/items', '/v1/items', true],
    ['/v1/items', '/v1/items?page=2', true],
    ['/v1/items', '/v1/items/', false],
    ['/v1/items/{itemId}', '/v1/items/7#top', true],
    ['/v1/items/{itemId}', '/v1/items/', false],
    ['/v1/items/{itemId}', '/v1/items/7/parts', false],
    ['/{bucket}/{key*}', '/b/a/b/c', true],
    ['/{bucket}/{key*}', '/b/', true],
    ['/{bucket}/{key*}', '/b', false],
    ['/', '/', true],
    ['/v1/items:search', '/v1/items:search', true],
    ['/v1/{a}.json', '/v1/x.json', false],
  ])('%s stands for %s: %s', (template, url, expected) => {
    expect(compileTemplate(template)(url)).toBe(expected)
  })

  it('is asked in time that grows with the length of the path alone', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (template, url) => {
        expect(typeof compileTemplate(template)(url)).toBe('boolean')
      }),
    )
  })
})
