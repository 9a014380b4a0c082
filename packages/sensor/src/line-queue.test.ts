import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineQueue, type TakenLines } from './line-queue.ts'

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), line: fc.string() }) },
  fc.record({
    kind: fc.constant('take' as const),
    bytes: fc.integer({ min: 1, max: 60 }),
    lines: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({ kind: fc.constantFrom('settle' as const, 'give-back' as const, 'clear' as const) }),
)

describe('a line queue', () => {
  it('never holds more than its bounds, keeps the order and accounts for every line', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const bounds = { bytes: 100, lines: 12 }
        const queue = new LineQueue(bounds)
        let taken: TakenLines[] = []
        let waiting: string[] = []
        for (const action of steps) {
          if (action.kind === 'push') {
            if (queue.push(action.line)) waiting.push(action.line)
          } else if (action.kind === 'take') {
            const some = queue.take(action)
            expect(some.lines).toEqual(waiting.slice(0, some.lines.length))
            waiting = waiting.slice(some.lines.length)
            taken.push(some)
          } else if (action.kind === 'settle') {
            const first = taken.shift()
            if (first !== undefined) queue.settle(first)
          } else if (action.kind === 'give-back') {
            const last = taken.pop()
            if (last !== undefined) {
              queue.giveBack(last)
              waiting = [...last.lines, ...waiting]
            }
          } else {
            expect(queue.clear()).toBe(waiting.length)
            waiting = []
          }
          const lines = [...waiting, ...taken.flatMap((some) => some.lines)]
          expect(queue.length).toBe(lines.length)
          expect(queue.length).toBeLessThanOrEqual(bounds.lines)
          expect(queue.bytes).toBe(
            lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0),
          )
          expect(queue.bytes).toBeLessThanOrEqual(bounds.bytes)
        }
      }),
    )
  })

  it('takes one line at least, however large', () => {
    const queue = new LineQueue({ bytes: 1_000, lines: 10 })
    queue.push('x'.repeat(500))
    expect(queue.take({ bytes: 10, lines: 10 }).lines).toHaveLength(1)
  })

  it('refuses a line larger than the whole queue', () => {
    expect(new LineQueue({ bytes: 10, lines: 10 }).push('x'.repeat(10))).toBe(false)
  })

  it('keeps what waits after many lines went through', () => {
    const queue = new LineQueue({ bytes: 1_000_000, lines: 10_000 })
    for (let index = 0; index < 5_000; index += 1) queue.push(String(index))
    const first = queue.take({ bytes: 1_000_000, lines: 2_000 })
    queue.settle(first)
    expect(queue.take({ bytes: 1_000_000, lines: 1 }).lines).toEqual(['2000'])
  })
})
