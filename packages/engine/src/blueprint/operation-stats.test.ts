import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import {
  countAction,
  mergeOperationStats,
  newOperationStats,
  type OperationStats,
} from './operation-stats.ts'

function calledWith(names: readonly string[]): OperationStats {
  const stats = newOperationStats('', '/graphql', 0)
  for (const name of names) countAction(stats, name)
  return stats
}

describe('actions of an operation', () => {
  it('are counted up to the limit, and the same ones stay in whatever order they came', () => {
    const names = Array.from({ length: limits.actions * 4 }, (_, index) => `query field${index}`)
    const whole = calledWith(names)
    expect(whole.actions.size).toBe(limits.actions)
    expect(new Set(calledWith(names.toReversed()).actions)).toEqual(new Set(whole.actions))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: names.length }), (at) => {
        const [left, right] = [calledWith(names.slice(0, at)), calledWith(names.slice(at))]
        const merged = mergeOperationStats(left, right).actions
        expect(merged).toEqual(whole.actions)
      }),
      { numRuns: 20 },
    )
  })

  it('keep complete counts', () => {
    const stats = mergeOperationStats(calledWith(['pay', 'me', 'pay']), calledWith(['pay']))
    expect([...stats.actions]).toEqual([
      ['pay', 3],
      ['me', 1],
    ])
  })
})
