import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Buckets, type Chained } from './buckets.ts'

interface Item extends Chained<Item> {
  readonly number: number
}

it('hold, find and forget what a map by number would', () => {
  const step = fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const buckets = new Buckets<Item>(8)
      const map = new Map<number, Item>()
      for (const [isAdded, number] of steps) {
        const known = map.get(number)
        let found = buckets.first(number)
        while (found !== null && found.number !== number) found = found.nextInBucket
        expect(found).toBe(known ?? null)
        if (known === undefined && isAdded) {
          const item = { number, nextInBucket: null }
          map.set(number, item)
          buckets.add(number, item)
        } else if (known !== undefined) {
          map.delete(number)
          expect(buckets.delete(number, known)).toBe(true)
          expect(buckets.delete(number, known)).toBe(false)
        }
      }
      expect(new Set(buckets.all())).toEqual(new Set(map.values()))
    }),
  )
})
