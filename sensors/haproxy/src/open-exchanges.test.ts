import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OpenExchanges, type Transaction } from './open-exchanges.ts'

/** Some fall into one bucket, some differ in nothing but their id. */
const anyTransaction = fc.record({
  streamId: fc.constantFrom(0, 1, 2, 4_096, 4_097, 8_192, Number.MAX_SAFE_INTEGER),
  id: fc.constantFrom('', 'a', 'b'),
})

const step = fc.record({ isTaken: fc.boolean(), transaction: anyTransaction })

it('holds what a map by transaction would, in the order it came', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const open = new OpenExchanges<Transaction>()
      const expected = new Map<string, number>()
      for (const [since, { isTaken, transaction }] of steps.entries()) {
        const key = `${transaction.streamId} ${transaction.id}`
        expect(open.take(transaction)?.since).toBe(expected.get(key))
        expected.delete(key)
        if (!isTaken) {
          open.add({ request: transaction, since })
          expected.set(key, since)
        }
        expect([open.size, open.oldest?.since]).toEqual([expected.size, [...expected.values()][0]])
      }
    }),
  )
})

it('gives each back once, oldest first', () => {
  const open = new OpenExchanges<Transaction>()
  for (const streamId of [1, 4_097, 3]) open.add({ request: { streamId, id: '' }, since: streamId })
  const taken: number[] = []
  for (let { oldest } = open; oldest !== null; oldest = open.oldest) {
    taken.push(open.take(oldest.request)?.since ?? 0)
  }
  expect(taken).toEqual([1, 4_097, 3])
  expect(open.take({ streamId: 3, id: '' })).toBeNull()
})
