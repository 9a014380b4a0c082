import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as arbitrary from '../testing/arbitraries.ts'
import { encodeFrame, lengthBytes } from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'

const limit = 1_000

/** Cuts bytes into pieces of the given sizes, again and again. */
function pieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1
    parts.push(bytes.subarray(at, at + size))
    at += size
  }
  return parts
}

describe('the bytes of a connection', () => {
  it('are the same frames however they arrive', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(arbitrary.frame, { maxLength: 8 }), sizes, (frames, cuts) => {
        const encoded = frames.map((frame) => encodeFrame(frame))
        const splitter = new FrameSplitter(limit)
        const found: Buffer[] = []
        for (const piece of pieces(Buffer.concat(encoded), cuts)) {
          expect(splitter.push(piece, (frame) => found.push(frame) > 0)).toBe(true)
          expect(splitter.held).toBeLessThanOrEqual(limit + lengthBytes)
        }
        expect(found).toEqual(encoded.map((bytes) => bytes.subarray(lengthBytes)))
        expect(splitter.held).toBe(0)
      }),
    )
  })

  it('end at a frame larger than agreed, before anything is kept for it', () => {
    const splitter = new FrameSplitter(limit)
    const head = Buffer.alloc(lengthBytes)
    head.writeUInt32BE(limit + 1)
    expect(splitter.push(head, () => true)).toBe(false)
    expect(splitter.held).toBe(lengthBytes)
  })

  it('are not read further once the reader has had enough', () => {
    const splitter = new FrameSplitter(limit)
    const frame = Buffer.from([0, 0, 0, 1, 7])
    let count = 0
    splitter.push(Buffer.concat([frame, frame, frame]), () => {
      count += 1
      return count < 2
    })
    expect(count).toBe(2)
  })
})
