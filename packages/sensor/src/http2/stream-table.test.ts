import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Placed, StreamTable } from './stream-table.ts'

interface Item extends Placed<Item> {
  readonly id: number
}

it('finds, forgets and lists what a Map would', () => {
  const id = fc.integer({ min: 0, max: 2_000 })
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), id), { maxLength: 300 }), (steps) => {
      const table = new StreamTable<Item>()
      const map = new Map<number, Item>()
      for (const [isAdded, at] of steps) {
        const known = map.get(at)
        expect(table.get(at)).toBe(known ?? null)
        if (isAdded && known === undefined) {
          const item = { id: at, nextInBucket: null }
          map.set(at, item)
          table.add(item)
        } else if (known !== undefined) {
          map.delete(at)
          expect(table.delete(known)).toBe(true)
          expect(table.delete(known)).toBe(false)
        }
        expect(table.size).toBe(map.size)
      }
      expect(new Set(table.all())).toEqual(new Set(map.values()))
    }),
  )
})
