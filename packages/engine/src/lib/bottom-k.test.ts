import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BottomK, mergeBottomK, newBottomK, ranked, touch, trim } from './bottom-k.ts'
import { hashHex, hashText } from './sip-hash.ts'

const rankOf = (key: string): string => hashHex(hashText(key, { low: 3, high: 4 }))
const add = (left: number, right: number): number => left + right

function sample(keys: readonly string[]): BottomK<number> {
  const map = newBottomK<number>(5)
  for (const key of keys) {
    const entry = touch(map, key, rankOf, () => 0)
    if (entry !== null) entry.value += 1
  }
  return map
}

function plain(map: BottomK<number>): unknown {
  trim(map)
  return { entries: ranked(map), dropped: map.dropped, bar: map.bar }
}

const keys = fc.array(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 80 })

describe('bottom-k samples', () => {
  it('merge the same in any order and grouping', () => {
    fc.assert(
      fc.property(keys, keys, keys, (a, b, c) => {
        const [x, y, z] = [sample(a), sample(b), sample(c)]
        const left = mergeBottomK(mergeBottomK(x, y, add), z, add)
        const right = mergeBottomK(x, mergeBottomK(z, y, add), add)
        expect(plain(left)).toEqual(plain(right))
      }),
    )
  })
  it('know of merged parts what they would know of the whole', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const merged = mergeBottomK(sample(a), sample(b), add)
        const whole = sample([...a, ...b])
        trim(whole)
        expect(ranked(merged)).toEqual(ranked(whole))
        expect(merged.dropped).toBe(whole.dropped)
      }),
    )
  })
  it('lose no sighting', () => {
    fc.assert(
      fc.property(keys, (a) => {
        const map = sample(a)
        const kept = [...map.entries.values()].reduce((sum, entry) => sum + entry.seen, 0)
        expect(kept + map.dropped).toBe(a.length)
      }),
    )
  })
  it('never hold more than twice their capacity', () => {
    const map = sample(Array.from({ length: 10_000 }, (_, index) => `key ${index}`))
    expect(map.entries.size).toBeLessThanOrEqual(10)
  })
})
