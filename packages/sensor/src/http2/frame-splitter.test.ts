import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFrame, frameHeadBytes, leastFrameBytes } from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'

const frame = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  flags: fc.integer({ min: 0, max: 255 }),
  streamId: fc.integer({ min: 0, max: 0x7fffffff }),
  payload: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
})

describe('the bytes of a connection', () => {
  it('are the same frames however they arrive', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), cuts, (frames, sizes) => {
        const bytes = Buffer.concat(frames.map((one) => encodeFrame(one, one.payload)))
        const splitter = new FrameSplitter()
        const found: object[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const end = at + (sizes[turn % sizes.length] ?? 1)
          splitter.push(bytes.subarray(at, end), (type, flags, streamId, payload) => {
            found.push({ type, flags, streamId, payload: Buffer.from(payload) })
            return true
          })
          expect(splitter.held).toBeLessThan(frameHeadBytes + 40)
          at = end
        }
        expect(found).toEqual(frames)
        expect(splitter.held).toBe(0)
      }),
    )
  })

  it('end at a frame longer than we take, before anything is kept for it', () => {
    const head = Buffer.alloc(frameHeadBytes)
    head.writeUIntBE(leastFrameBytes + 1, 0, 3)
    const splitter = new FrameSplitter()
    expect(splitter.push(head, () => true)).toBe(false)
    expect(splitter.held).toBe(0)
  })

  it('are not read further once the reader has had enough', () => {
    const ping = encodeFrame({ type: 6, flags: 0, streamId: 0 }, Buffer.alloc(8))
    let count = 0
    new FrameSplitter().push(Buffer.concat([ping, ping, ping]), () => {
      count += 1
      return count < 2
    })
    expect(count).toBe(2)
  })
})
