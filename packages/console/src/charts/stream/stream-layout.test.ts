import type { StreamFlow, StreamNode } from '@weir/schema/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layoutStream } from './stream-layout.ts'

const node = (name: string, role: StreamNode['role'], rate = 1): StreamNode => ({
  name,
  role,
  calls_per_second: rate,
  failing_share: 0,
  findings: 0,
})
const flow = (source: string, destination: string, rate: number, flagged = 0): StreamFlow => ({
  source,
  destination,
  calls: Math.ceil(rate * 60),
  calls_per_second: rate,
  failing_share: 0,
  flagged,
  bytes: 0,
  data_types: [],
})

const size = { width: 1_000, height: 300 }
const bank = {
  nodes: [
    node('internet', 'caller', 30),
    node('office', 'caller', 1),
    node('bank', 'service', 30),
    node('accounts', 'service', 12),
    node('documents', 'store', 8),
    node('bureau', 'third-party', 1),
  ],
  flows: [
    flow('internet', 'bank', 29),
    flow('internet', 'documents', 7, 400),
    flow('office', 'documents', 1),
    flow('bank', 'accounts', 12),
    flow('accounts', 'bureau', 1),
    flow('accounts', 'bank', 0.1),
  ],
}

describe('layout of the stream', () => {
  const { boxes, ribbons, doors, posts } = layoutStream(bank.nodes, bank.flows, size)
  const columnOf = (name: string): number | undefined =>
    boxes.find((box) => box.name === name)?.column

  it('puts callers first, services that callers call in front of others, ends last', () => {
    expect(['internet', 'bank', 'accounts', 'documents', 'bureau'].map(columnOf)).toEqual([
      0, 2, 3, 4, 4,
    ])
  })

  it('draws all rates by one scale', () => {
    const widths = ribbons
      .filter(({ flow: { calls_per_second: rate } }) => rate >= 7)
      .map(({ width, flow: { calls_per_second: rate } }) => width / rate)
    for (const width of widths) expect(width).toBeCloseTo(widths[0] ?? 0, 6)
  })

  it('opens the weir once in front of each service callers call', () => {
    const flaggedTo = new Map(doors.map(({ to, flagged }) => [to, flagged]))
    expect(flaggedTo).toEqual(
      new Map([
        ['bank', 0],
        ['documents', 400],
      ]),
    )
    for (const post of posts) {
      for (const door of doors) {
        expect(post.y + post.height <= door.y || post.y >= door.y + door.height).toBe(true)
      }
    }
  })

  it('draws what goes back as a bow', () => {
    const back = ribbons.filter(({ bow }) => bow !== null)
    expect(back.map(({ flow: { source, destination } }) => [source, destination])).toEqual([
      ['accounts', 'bank'],
    ])
  })

  it('folds what a column cannot show, and loses no call', () => {
    const many = Array.from({ length: 40 }, (_, index) => `s${index}`)
    const nodes = [node('internet', 'caller', 40), ...many.map((name) => node(name, 'service'))]
    const flows = many.map((name) => flow('internet', name, 1))
    const drawn = layoutStream(nodes, flows, size)
    expect(drawn.boxes.map(({ name }) => name)).toContain('33 more services')
    expect(drawn.ribbons.reduce((sum, one) => sum + one.flow.calls, 0)).toBe(40 * 60)
  })

  it('keeps every box in the picture and apart from the others, whatever flows', () => {
    const roles = fc.constantFrom<StreamNode['role']>('caller', 'service', 'store', 'third-party')
    const names = fc.integer({ min: 0, max: 11 }).map((index) => `n${index}`)
    const rate = fc.double({ min: 0, max: 5_000, noNaN: true })
    fc.assert(
      fc.property(
        fc.array(roles, { minLength: 12, maxLength: 12 }),
        fc.array(fc.tuple(names, names, rate), { maxLength: 40 }),
        (kinds, ends) => {
          const nodes = kinds.map((role, index) => node(`n${index}`, role))
          const flows = ends.map(([source, destination, perSecond]) =>
            flow(source, destination, perSecond),
          )
          const drawn = layoutStream(nodes, flows, { width: 900, height: 480 })
          for (const box of drawn.boxes) {
            expect(box.y).toBeGreaterThanOrEqual(0)
            expect(box.y + box.height).toBeLessThanOrEqual(480.5)
          }
          for (const column of [0, 2, 3, 4]) {
            const stack = drawn.boxes
              .filter((box) => box.column === column)
              .toSorted((left, right) => left.y - right.y)
            for (const [index, box] of stack.entries()) {
              const before = stack[index - 1]
              if (before !== undefined)
                expect(box.y).toBeGreaterThanOrEqual(before.y + before.height)
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})
