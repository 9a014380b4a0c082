import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { decodeTokens, encodeTokens, tokenise } from './tokens.ts'

const seed = { low: 1, high: 2 }
const textOf = (path: string): readonly string[] | null => tokenise('GET', path, seed).text

describe('tokenise', () => {
  it.each([
    ['/users/42', ['users', '42']],
    ['/', []],
    ['', []],
    ['*', ['*']],
    ['/a/b?c=/d', ['a', 'b']],
    ['/a%2Fb/c%20d', ['a/b', 'c d']],
    ['/a/%zz', ['a', '%zz']],
    ['/cars;color=red/wheels', ['cars', 'wheels']],
    ['http://shop.example/a/b', ['a', 'b']],
    ['/a//b', ['a', '', 'b']],
  ])('reads %s as %j', (path, text) => {
    expect(textOf(path)).toEqual(text)
  })

  it('notes a trailing slash instead of an empty segment', () => {
    expect(tokenise('GET', '/users/', seed)).toMatchObject({ text: ['users'], trailingSlash: true })
    expect(tokenise('GET', '/users', seed).trailingSlash).toBe(false)
  })

  it('cuts paths and segments at their limits', () => {
    expect(textOf('/a'.repeat(100))).toHaveLength(limits.pathSegments)
    expect(textOf(`/${'a'.repeat(10_000)}`)?.[0]).toHaveLength(limits.segmentChars)
  })

  it('never throws and gives rows that read back as the same tokens', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'binary' }), (method, path) => {
        const tokens = tokenise(method, `/${path}`, seed)
        expect(decodeTokens(encodeTokens(tokens))).toEqual({ ...tokens, text: null })
      }),
    )
  })

  it('keeps no text in a row', () => {
    const row = encodeTokens(tokenise('GET', '/patients/anna@example.org/visits', seed))
    expect(row).not.toMatch(/patients|anna|visits/)
  })

  it('refuses rows it did not write', () => {
    fc.assert(
      fc.property(fc.string(), (row) => {
        const tokens = decodeTokens(row)
        if (tokens !== null) expect(encodeTokens(tokens)).toBe(row)
      }),
    )
  })
})
