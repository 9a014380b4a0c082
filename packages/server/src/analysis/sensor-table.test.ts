import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchFrame, repeatFrame } from '../testing/frames.ts'
import { type FrameOutcome, SensorTable } from './sensor-table.ts'

const count = fc.nat({ max: 1_000 })
const origin = {
  sensor: fc.constantFrom('edge', 'other', '__proto__'),
  boot: fc.option(fc.constantFrom('b1', 'b2')),
  seq: fc.option(count),
  arrivalMs: fc.integer({ min: 0, max: 2e12 }),
  agent: fc.option(fc.constant('weir-sensor-node/0.1.0')),
}
const anyFrame = fc.oneof(
  fc
    .record({ ...origin, accepted: count, malformed: count })
    .map(({ malformed, ...given }) => batchFrame({ ...given, rejected: { malformed } })),
  fc.record({ ...origin, repeated: count }).map(repeatFrame),
)

function tableAfter(
  frames: readonly ReturnType<typeof batchFrame | typeof repeatFrame>[],
): SensorTable {
  const table = new SensorTable()
  frames.forEach((frame, index) => {
    table.hear(frame)
    const accepted = frame.kind === 'batch' ? frame.accepted : 0
    const faults = Math.min(accepted, index)
    const outcome: FrameOutcome = { analysed: accepted - faults, faults, replacedStamps: 1 }
    table.count(frame, outcome)
  })
  return table
}

describe('sensors', () => {
  it('have every exchange counted once: received = analysed + dropped', () => {
    fc.assert(
      fc.property(fc.array(anyFrame), (frames) => {
        const table = tableAfter(frames)
        for (const name of table.names()) {
          const { received = -1, analysed = 0, droppedBy = new Map() } = table.find(name) ?? {}
          const dropped = [...droppedBy.values()].reduce((sum, each) => sum + each, 0)
          expect(received).toBe(analysed + dropped)
        }
        expect(new Set(table.names())).toEqual(new Set(frames.map(({ sensor }) => sensor)))
      }),
    )
  })
  it('come back from a snapshot, which is text, as they were', () => {
    fc.assert(
      fc.property(fc.array(anyFrame), (frames) => {
        const table = tableAfter(frames)
        const state: unknown = JSON.parse(JSON.stringify(table.encode()))
        const again = tableAfter([batchFrame({ sensor: 'of before' })])
        expect(again.restore(state)).toBe(true)
        expect(again.encode()).toEqual(table.encode())
        expect(again.sequences()).toEqual(table.sequences())
      }),
    )
  })
  it('say when they were first and last heard of, and what they say of themselves', () => {
    const own = { observed: 9, sent: 5, dropped: 1, droppedBy: 'sampled=1' }
    const table = new SensorTable()
    table.hear(batchFrame({ arrivalMs: 10, agent: 'a/1', own, boot: 'b1' }))
    table.hear(repeatFrame({ arrivalMs: 20, agent: null, own: null, boot: null }))
    expect(table.find('edge-node')).toMatchObject({
      firstMs: 10,
      lastMs: 20,
      agent: 'a/1',
      own: { boot: 'b1', ...own },
    })
    expect(table.find('nobody')).toBeNull()
  })
  it('remember batches, not repeats, as what was sent last', () => {
    const table = new SensorTable()
    table.hear(batchFrame({ seq: 4 }))
    table.hear(repeatFrame({ seq: 9 }))
    table.hear(batchFrame({ boot: null, seq: null }))
    expect(table.sequences()).toEqual([{ sensor: 'edge-node', boot: 'boot-1', seq: 4 }])
  })
  it('stay as they are when a state is none', () => {
    const table = tableAfter([batchFrame({ accepted: 3 })])
    const before = table.encode()
    for (const state of [
      null,
      [],
      {},
      { sensors: [{}], sequences: [] },
      { ...before, sensors: 1 },
    ]) {
      expect(table.restore(state)).toBe(false)
    }
    expect(table.encode()).toEqual(before)
  })
})
