import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameAt, headBytes, newSegment, openSegment } from './sealed-frames.ts'

const storage = Buffer.alloc(32, 1)
const text = Buffer.from('4111 1111 1111 1111')

/** Sealed bytes without their length. */
function sealed(seal: ReturnType<typeof newSegment>, frame: number, plain: Uint8Array): Buffer {
  return Buffer.from(seal.seal(frame, plain)).subarray(4)
}

describe('a sealed segment', () => {
  it('opens what was sealed, with only its head and the key', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1, max: 1_000_000 }),
        fc.integer({ min: 1 }),
        fc.nat({ max: 100 }),
        fc.uint8Array(),
        (before, unused, place, plain) => {
          const firstFrame = before + unused
          const written = newSegment(storage, firstFrame, before)
          const read = openSegment(storage, written.head)
          expect(read).toMatchObject({ firstFrame, before })
          const bytes = sealed(written, firstFrame + place, plain)
          expect(Uint8Array.from(read?.open(firstFrame + place, bytes) ?? [])).toEqual(plain)
        },
      ),
    )
  })
  it('shows nothing of what it holds, and seals the same text otherwise each time', () => {
    const seal = newSegment(storage, 0, -1)
    const frames = [sealed(seal, 0, text), sealed(seal, 1, text)]
    const other = sealed(newSegment(storage, 0, -1), 0, text)
    for (const bytes of [...frames, other]) expect(bytes.includes('4111')).toBe(false)
    expect(new Set([...frames, other].map((bytes) => bytes.toString('hex'))).size).toBe(3)
  })
  it('opens a frame only whole, unchanged, at its own place, in its own segment, with its own key', () => {
    const seal = newSegment(storage, 7, 6)
    const bytes = sealed(seal, 8, text)
    expect(seal.open(8, bytes)?.length).toBe(text.length)
    expect(seal.open(7, bytes)).toBeNull()
    expect(newSegment(storage, 7, 6).open(8, bytes)).toBeNull()
    expect(openSegment(Buffer.alloc(32, 2), seal.head)?.open(8, bytes)).toBeNull()
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8((bytes[at] ?? 0) ^ 1, at)
      expect(seal.open(8, changed)).toBeNull()
      expect(seal.open(8, bytes.subarray(0, at))).toBeNull()
    }
  })
  it('is none without a whole head', () => {
    const { head } = newSegment(storage, 0, -1)
    for (let length = 0; length < headBytes; length += 1) {
      expect(openSegment(storage, head.subarray(0, length))).toBeNull()
    }
    expect(openSegment(storage, Buffer.alloc(headBytes))).toBeNull()
    for (const octet of [0x00, 0x7f, 0xff]) {
      const impossible = Buffer.from(head).fill(octet, head.length - 16)
      expect(openSegment(storage, impossible)).toBeNull()
    }
  })
  it('gives the place of a frame only where all of it is there', () => {
    const frame = newSegment(storage, 0, -1).seal(0, text)
    expect(frameAt(frame, 0)).toEqual({ start: 4, end: frame.length })
    for (let length = 0; length < frame.length; length += 1) {
      expect(frameAt(frame.subarray(0, length), 0)).toBeNull()
    }
    expect(frameAt(Buffer.alloc(64), 0)).toBeNull()
    expect(frameAt(Buffer.alloc(64, 0xff), 0)).toBeNull()
  })
})
