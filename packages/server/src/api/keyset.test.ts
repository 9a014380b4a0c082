import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCursor, inOrder, type Key, type Order, pageOf, readCursor } from './keyset.ts'
import { operationIdOf, readOperationId } from './operation-id.ts'

interface Item {
  readonly weight: number
  readonly name: string
}

const order: Order<Item> = {
  keyOf: ({ weight, name }) => [weight, name],
  directions: ['down', 'up'],
}
const items = fc.uniqueArray(
  fc.record({ weight: fc.integer({ min: 0, max: 5 }), name: fc.string({ maxLength: 4 }) }),
  { selector: ({ name }) => name, maxLength: 60 },
)

describe('pages of an ordered list', () => {
  it('show every item that passes once and in order, whatever the size of a page', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 10 }), fc.nat(5), (given, limit, least) => {
        const sorted = inOrder(given, order)
        const passes = ({ weight }: Item): boolean => weight >= least
        const seen: Item[] = []
        let after: Key | null = null
        for (;;) {
          const page = pageOf(sorted, order, { limit, after }, passes)
          expect(page.total).toBe(sorted.filter(passes).length)
          expect(page.items.length).toBeLessThanOrEqual(limit)
          seen.push(...page.items)
          if (page.next === null) break
          after = readCursor(page.next, ['number', 'string'])
          expect(after).not.toBeNull()
        }
        expect(seen).toEqual(sorted.filter(passes))
      }),
    )
  })
  it('are found again by any cursor that was given, and by no other text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), (one, two) => {
        const [number, text] = readCursor(encodeCursor([one, two]), ['number', 'string']) ?? []
        expect(number).toBe(one === 0 ? 0 : one)
        expect(text).toBe(two)
        expect(readCursor(encodeCursor([one]), ['number', 'string'])).toBeNull()
        expect(readCursor(encodeCursor([two, one]), ['number', 'string'])).toBeNull()
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => readCursor(text, ['number'])).not.toThrow()
      }),
    )
  })
})

describe('ids of operations', () => {
  it('give back what they name', () => {
    const word = fc.string().filter((text) => !/[\n ]/.test(text))
    fc.assert(
      fc.property(word, word, fc.string(), (service, method, template) => {
        const name = { service, method, template }
        expect(readOperationId(operationIdOf(name))).toEqual(name)
      }),
    )
  })
})
