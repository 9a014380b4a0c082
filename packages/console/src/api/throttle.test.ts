import { describe, expect, it } from 'vitest'
import { createBatcher } from './throttle.ts'

describe('what is stale', () => {
  it('is told at once when it was quiet, then once per interval, and none is lost', () => {
    let now = 0
    const later: { readonly run: () => void; readonly at: number }[] = []
    const told: string[][] = []
    const tell = createBatcher((words) => told.push([...words]), 500, {
      now: () => now,
      later: (run, ms) => later.push({ run, at: now + ms }),
    })
    tell(['findings'])
    expect(told).toEqual([['findings']])
    now = 100
    tell(['incidents'])
    tell(['findings', 'incidents'])
    expect(told).toHaveLength(1)
    expect(later.map(({ at }) => at)).toEqual([500])
    now = 500
    later[0]?.run()
    expect(told).toEqual([['findings'], ['incidents', 'findings']])
    now = 2_000
    tell([])
    tell(['status'])
    expect(told.at(-1)).toEqual(['status'])
  })
})
