import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameAt, headBytes, newSegment, openSegment } from './sealed-frames.ts'

const storage = Buffer.alloc(32, 1)
const plain = Buffer.from('ann.onymous@example.com')

describe('a sealed frame', () => {
  it('is opened at its place by whoever has the key, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(),
        fc.nat({ max: 1_000_000 }),
        (bytes, first, place) => {
          const written = newSegment(storage, first, first - 1)
          const sealed = written.seal(first + place, bytes)
          const span = frameAt(sealed, 0)
          expect(span).toEqual({ start: 4, end: sealed.length })
          const read = openSegment(storage, written.head)
          expect(read).toMatchObject({ firstFrame: first, before: first - 1 })
          const opened = read?.open(first + place, sealed.subarray(4))
          expect(Buffer.from(opened ?? 'not opened').equals(Buffer.from(bytes))).toBe(true)
        },
      ),
    )
  })
  it('shows nothing of what it holds, and looks different in every segment', () => {
    const one = Buffer.from(newSegment(storage, 0, -1).seal(0, plain))
    const other = Buffer.from(newSegment(storage, 0, -1).seal(0, plain))
    for (let at = 0; at + 4 <= plain.length; at += 1) {
      expect(one.includes(plain.subarray(at, at + 4))).toBe(false)
    }
    expect(one.equals(other)).toBe(false)
  })
  it('is not opened when any byte of it or of the head is another', () => {
    const segment = newSegment(storage, 5, 4)
    const sealed = segment.seal(5, plain).subarray(4)
    for (let at = 0; at < sealed.length; at += 1) {
      expect(segment.open(5, withByteChanged(sealed, at))).toBeNull()
    }
    for (let at = 0; at < headBytes; at += 1) {
      const head = withByteChanged(segment.head, at)
      expect(openSegment(storage, head)?.open(5, sealed) ?? null).toBeNull()
    }
  })
  it('has no segment whose head is cut short or says impossible numbers', () => {
    const { head } = newSegment(storage, 5, 4)
    expect(openSegment(storage, head.subarray(0, headBytes - 1))).toBeNull()
    for (const octet of [0x00, 0x7f, 0xff]) {
      expect(openSegment(storage, Buffer.from(head).fill(octet, headBytes - 16))).toBeNull()
    }
  })
  it('is not opened in another place, another segment or under another secret', () => {
    const segment = newSegment(storage, 5, 4)
    const sealed = segment.seal(5, plain).subarray(4)
    expect(segment.open(5, sealed)).not.toBeNull()
    expect(segment.open(6, sealed)).toBeNull()
    expect(newSegment(storage, 5, 4).open(5, sealed)).toBeNull()
    expect(openSegment(Buffer.alloc(32, 2), segment.head)?.open(5, sealed)).toBeNull()
    expect(segment.open(5, sealed.subarray(0, 15))).toBeNull()
  })
  it('is found in any bytes only where it is whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 60 }), (bytes, offset) => {
        const span = frameAt(bytes, offset)
        if (span === null) return
        expect(span.start).toBe(offset + 4)
        expect(span.end - span.start).toBeGreaterThanOrEqual(16)
        expect(span.end).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })
})

function withByteChanged(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 0x01
  return changed
}
