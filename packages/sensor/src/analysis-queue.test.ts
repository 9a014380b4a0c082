import { describe, expect, it } from 'vitest'
import { AnalysisQueue } from './analysis-queue.ts'

const bounds = { backlogMessages: 3, backlogBytes: 100, turnMs: 0 }
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('work that can wait', () => {
  it('is done in later turns of the loop, in order', async () => {
    const queue = new AnalysisQueue(bounds)
    const done: number[] = []
    for (const number of [1, 2, 3]) queue.push(1, () => done.push(number))
    expect(done).toEqual([])
    await turn()
    expect(done).toEqual([1])
    await turn()
    await turn()
    expect(done).toEqual([1, 2, 3])
    expect(queue.length).toBe(0)
  })

  it('is refused beyond its number and beyond its bytes', () => {
    const nothing = (): undefined => undefined
    const many = new AnalysisQueue(bounds)
    expect([1, 1, 1, 1].map((bytes) => many.push(bytes, nothing))).toEqual([
      true,
      true,
      true,
      false,
    ])
    const large = new AnalysisQueue(bounds)
    expect([60, 60, 40].map((bytes) => large.push(bytes, nothing))).toEqual([true, false, true])
    large.finish()
    expect(large.push(60, nothing)).toBe(true)
  })

  it('can all be done at once', () => {
    const queue = new AnalysisQueue({ ...bounds, backlogMessages: 5_000, backlogBytes: 5_000 })
    let done = 0
    for (let count = 0; count < 5_000; count += 1) {
      queue.push(1, () => {
        done += 1
      })
    }
    queue.finish()
    expect(done).toBe(5_000)
  })
})
