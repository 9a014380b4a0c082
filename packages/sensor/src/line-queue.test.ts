import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Batch, bytesOf, LineQueue } from './line-queue.ts'
import { jsonLines } from './wire/json-lines.ts'
import { noRoom, type PreparedLine } from './wire/line-format.ts'

function prepared(text: string): PreparedLine {
  const bytes = Buffer.from(`${text}\n`)
  return {
    most: () => bytes.length,
    write: (into, at, end) => (at + bytes.length > end ? noRoom : bytes.copy(into, at)),
  }
}

const linesOf = (batch: Batch): readonly string[] =>
  Buffer.from(bytesOf(batch)).toString().split('\n').slice(0, -1)
const sizeOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)

const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '))
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), line }) },
  fc.record({ kind: fc.constantFrom('take', 'settle', 'split') }),
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
)

describe('a line queue', () => {
  it('never holds more than its bounds, keeps the order and accounts for every line', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const bounds = { bytes: 120, lines: 12, batchBytes: 40, batchLines: 4 }
        const queue = new LineQueue(bounds, jsonLines)
        const taken: Batch[] = []
        let waiting: string[] = []
        for (const action of steps) {
          if ('line' in action) {
            const fits =
              queue.lines < bounds.lines && queue.bytes + sizeOf([action.line]) <= bounds.bytes
            expect(queue.push(prepared(action.line))).toBe(fits)
            if (fits) waiting.push(action.line)
          } else if (action.kind === 'take') {
            const batch = queue.take()
            const lines = batch === null ? [] : linesOf(batch)
            expect(lines).toEqual(waiting.slice(0, lines.length))
            expect(lines.length).toBe(batch?.lines ?? 0)
            if (batch === null) expect(waiting).toEqual([])
            else expect(lines.length === 1 || sizeOf(lines) <= bounds.batchBytes).toBe(true)
            expect(lines.length).toBeLessThanOrEqual(bounds.batchLines)
            waiting = waiting.slice(lines.length)
            if (batch !== null) taken.push(batch)
          } else if (action.kind === 'settle') {
            const batch = taken.shift()
            if (batch !== undefined) queue.settle(batch)
          } else if (action.kind === 'split') {
            const batch = taken.pop()
            if (batch === undefined) continue
            const lines = linesOf(batch)
            if (queue.split(batch)) waiting = [...lines, ...waiting]
            else taken.push(batch)
            expect(lines.length < 2 || queue.full).toBe(true)
          } else {
            expect(queue.clear()).toBe(waiting.length)
            waiting = []
          }
          const held = [...waiting, ...taken.flatMap(linesOf)]
          expect(queue.lines).toBe(held.length)
          expect(queue.bytes).toBe(sizeOf(held))
          expect(queue.waiting).toBe(waiting.length > 0)
          expect(queue.lines).toBeLessThanOrEqual(bounds.lines)
          expect(queue.bytes).toBeLessThanOrEqual(bounds.bytes)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('takes a line larger than a batch by itself', () => {
    const queue = new LineQueue(
      { bytes: 1_000, lines: 10, batchBytes: 20, batchLines: 10 },
      jsonLines,
    )
    for (const text of ['a', 'b'.repeat(500), 'c']) queue.push(prepared(text))
    const batches = [queue.take(), queue.take(), queue.take()]
    expect(batches.map((batch) => batch && linesOf(batch)[0]?.length)).toEqual([1, 500, 1])
  })

  it('keeps lines whole that come after a batch was too large', () => {
    const queue = new LineQueue({ bytes: 120, lines: 10, batchBytes: 40, batchLines: 4 }, jsonLines)
    for (const text of ['a', 'b']) queue.push(prepared(text))
    const taken = queue.take()
    queue.push(prepared('c'.repeat(30)))
    expect(taken && queue.split(taken)).toBe(true)
    queue.push(prepared('d'.repeat(30)))
    const rest = [queue.take(), queue.take(), queue.take(), queue.take()]
    expect(rest.flatMap((batch) => (batch === null ? [] : linesOf(batch)))).toEqual([
      'a',
      'b',
      'c'.repeat(30),
      'd'.repeat(30),
    ])
  })

  it('refuses a line larger than the whole queue', () => {
    const queue = new LineQueue({ bytes: 10, lines: 10, batchBytes: 10, batchLines: 10 }, jsonLines)
    expect(queue.push(prepared('x'.repeat(10)))).toBe(false)
    expect(queue.push(prepared('x'.repeat(9)))).toBe(true)
    expect(queue.open).toBe(false)
  })
})
