import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteBudget } from '../byte-budget.ts'
import { MessageSplitter } from './message-splitter.ts'

function framed(message: Uint8Array, flag = 0): Buffer {
  const head = Buffer.alloc(5)
  head[0] = flag
  head.writeUInt32BE(message.length, 1)
  return Buffer.concat([head, message])
}

const messages = fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 })

describe('the messages of a call', () => {
  it('are found wherever the bytes are cut, and nothing is held afterwards', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(40), { minLength: 1 }), (sent, cuts) => {
        const budget = new ByteBudget(1_000)
        const splitter = new MessageSplitter(60, budget)
        const bytes = Buffer.concat(sent.map((message) => framed(message)))
        const found: Buffer[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const end = at + 1 + (cuts[turn % cuts.length] ?? 0)
          const outcome = splitter.push(bytes.subarray(at, end), (one) =>
            found.push(Buffer.from(one)),
          )
          expect(outcome).toBe('whole')
          expect(budget.used).toBe(splitter.held)
          at = end
        }
        expect(found).toEqual(sent.map((message) => Buffer.from(message)))
        expect(budget.used).toBe(0)
      }),
    )
  })

  it('may be any bytes: what is held stays within the limits', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 30 })), (chunks) => {
        const budget = new ByteBudget(70)
        const splitter = new MessageSplitter(60, budget)
        for (const chunk of chunks) {
          const outcome = splitter.push(Buffer.from(chunk), (one) =>
            expect(one.length).toBeLessThan(61),
          )
          expect(budget.used).toBeLessThanOrEqual(65)
          if (outcome !== 'whole') break
        }
        splitter.clear()
        expect(budget.used).toBe(0)
      }),
    )
  })

  const take = (): void => undefined

  it('are refused where one is compressed or too large, before it is there', () => {
    const budget = new ByteBudget(1_000)
    expect(new MessageSplitter(60, budget).push(framed(Buffer.from('x'), 1), take)).toBe(
      'compressed',
    )
    const large = framed(Buffer.alloc(61)).subarray(0, 5)
    expect(new MessageSplitter(60, budget).push(large, take)).toBe('too-large')
    expect(budget.used).toBe(0)
  })

  it('are refused where all calls together hold too much', () => {
    const budget = new ByteBudget(30)
    const half = framed(Buffer.alloc(40)).subarray(0, 20)
    expect(new MessageSplitter(60, budget).push(half, take)).toBe('whole')
    expect(new MessageSplitter(60, budget).push(half, take)).toBe('too-large')
  })
})
