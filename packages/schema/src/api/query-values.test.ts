import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mostItems } from './query-values.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'

const all = Object.values<Route>(routes)

describe('reading a query', () => {
  it('takes an empty one on every route', () => {
    for (const { id, query } of all) {
      expect({ id, ok: query.safeParse({}).success }).toEqual({ id, ok: true })
    }
  })
  it('reads any whole number within its bounds from text, and refuses any other', () => {
    const { query } = routes.listFindings
    fc.assert(
      fc.property(fc.integer(), (limit) => {
        const read = query.safeParse({ limit: String(limit) })
        expect(read.success).toBe(limit >= 1 && limit <= mostItems)
        if (read.success) expect(read.data.limit).toBe(limit)
      }),
    )
  })
  it('never throws, whatever it is given', () => {
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined))
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.dictionary(fc.string(), value), (one, given) => {
        expect(typeof one.query.safeParse(given).success).toBe('boolean')
      }),
    )
  })
  it('refuses a name it does not know, so that a slip is seen', () => {
    for (const { query } of all) expect(query.safeParse({ severty: 'high' }).success).toBe(false)
  })
  it('reads several words, in any order, and none that is not among them', () => {
    const { query } = routes.listFindings
    const severity = ['low', 'medium', 'high', 'critical']
    fc.assert(
      fc.property(fc.subarray(severity, { minLength: 1 }), (asked) => {
        expect(query.parse({ severity: asked.join(',') }).severity).toEqual(asked)
        expect(query.safeParse({ severity: [...asked, 'grave'].join(',') }).success).toBe(false)
      }),
    )
  })
  it('names everything that is wrong at once', () => {
    const read = routes.listFindings.query.safeParse({ limit: 'x', severity: 'y', cursor: '!' })
    expect(read.error?.issues.map(({ path }) => path[0]).sort()).toEqual([
      'cursor',
      'limit',
      'severity',
    ])
  })
})
