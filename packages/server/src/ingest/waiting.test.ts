import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SpoolPlace } from '../spool/spool.ts'
import { batchFrame, repeatFrame } from '../testing/frames.ts'
import { Waiting } from './waiting.ts'

function place(frame: number, length = 100): SpoolPlace {
  return { frame, path: '/spool/0.spool', start: 40, length }
}

describe('frames in line', () => {
  it('are taken in order, and all of them', () => {
    const waiting = new Waiting(0)
    const many = 3_000
    for (let frame = 0; frame < many; frame += 1) waiting.add(place(frame), batchFrame(), null)
    expect([waiting.frames, waiting.bytes]).toEqual([many, many * 100])
    for (let frame = 0; frame < many; frame += 1) {
      expect(waiting.first()?.place.frame).toBe(frame)
      waiting.shift()
    }
    expect([waiting.first(), waiting.frames, waiting.bytes]).toEqual([null, 0, 0])
    waiting.shift()
    expect(waiting.frames).toBe(0)
  })
  it('keep their exchanges only while memory for them is left', () => {
    const waiting = new Waiting(250)
    const frame = batchFrame({ lines: Buffer.from('{}') })
    for (let number = 0; number < 3; number += 1) waiting.add(place(number), frame, [])
    const isAttached = (): boolean => waiting.first()?.content !== null
    expect(isAttached()).toBe(true)
    waiting.shift()
    waiting.add(place(3), frame, [])
    waiting.shift()
    expect([waiting.first()?.place.frame, isAttached()]).toEqual([2, false])
    waiting.shift()
    expect([waiting.first()?.place.frame, isAttached()]).toEqual([3, true])
    expect(waiting.first()?.content?.frame).toMatchObject({ lines: new Uint8Array(0) })
  })
  it('wake whoever waits for them', async () => {
    const waiting = new Waiting(0)
    const arrival = waiting.arrival()
    waiting.add(place(0), batchFrame(), null)
    await arrival
    const woken = waiting.arrival()
    waiting.wake()
    await woken
  })
  it('are counted by sensor: received = held + dropped at any moment, and nothing at the end', () => {
    const sensor = fc.constantFrom('a', 'b')
    const count = fc.nat({ max: 50 })
    const frame = fc.oneof(
      fc
        .record({ sensor, accepted: count, malformed: count })
        .map(({ malformed, ...given }) => batchFrame({ ...given, rejected: { malformed } })),
      fc.record({ sensor, repeated: count }).map(repeatFrame),
      fc.constant({ kind: 'mark', arrivalMs: 1 } as const),
    )
    fc.assert(
      fc.property(fc.array(fc.option(frame)), (steps) => {
        const waiting = new Waiting(0)
        let number = 0
        for (const step of steps) {
          if (step === null) waiting.shift()
          else waiting.add(place(number++), step, null)
          for (const { received, held, droppedBy } of waiting.bySensor().values()) {
            expect(received).toBe([...droppedBy.values()].reduce((sum, each) => sum + each, held))
            expect(received).toBeGreaterThan(0)
          }
        }
        while (waiting.first() !== null) waiting.shift()
        expect(waiting.bySensor().size).toBe(0)
      }),
    )
  })
})
