import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchFrame, repeatFrame } from '../testing/frames.ts'
import { decodeFrame, encodeFrame, type Frame } from './frame-codec.ts'

const count = fc.nat()
const origin = {
  sensor: fc.string({ unit: 'binary' }),
  boot: fc.option(fc.string()),
  seq: fc.option(count),
  arrivalMs: fc.integer({ min: 0 }),
  own: fc.option(
    fc.record({ observed: count, sent: count, dropped: count, droppedBy: fc.string() }),
  ),
  agent: fc.option(fc.string()),
}
const reasons = fc.constantFrom('malformed', 'too-large')
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    kind: fc.constant('batch' as const),
    ...origin,
    accepted: count,
    rejected: fc
      .array(fc.tuple(reasons, count))
      .map((rows): Record<string, number> => Object.fromEntries(rows)),
    lines: fc.uint8Array({ maxLength: 200 }),
  }),
  fc.record({ kind: fc.constant('repeat' as const), ...origin, repeated: count }),
  fc.record({ kind: fc.constant('mark' as const), arrivalMs: fc.integer({ min: 0 }) }),
)

function decoded(frame: Frame): Frame | null {
  const back = decodeFrame(encodeFrame(frame))
  return back?.kind === 'batch' ? { ...back, lines: Uint8Array.from(back.lines) } : back
}

describe('a frame', () => {
  it('comes back as it was encoded', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        expect(decoded(frame)).toEqual(frame)
      }),
    )
  })
  it('keeps the lines octet for octet, whatever they are', () => {
    const lines = Uint8Array.from({ length: 256 }, (_, octet) => octet)
    expect(decoded(batchFrame({ lines }))).toEqual(batchFrame({ lines }))
  })
  it('is none when its bytes end early', () => {
    const bytes = encodeFrame(repeatFrame())
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodeFrame(bytes.subarray(0, length))).toBeNull()
    }
  })
  it('is none when something follows what has no lines', () => {
    expect(decodeFrame(Buffer.concat([encodeFrame(repeatFrame()), Buffer.from('x')]))).toBeNull()
  })
  it('is none of this version when its head says something else', () => {
    for (const head of ['{"kind":"later"}', '{"kind":"mark"}', '[]', 'null', '{', '']) {
      const length = Buffer.alloc(4)
      length.writeUInt32LE(head.length)
      expect(decodeFrame(Buffer.concat([length, Buffer.from(head)]))).toBeNull()
    }
  })
  it('of any bytes is one or none, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, text) => {
        const length = Buffer.alloc(4)
        length.writeUInt32LE(Buffer.byteLength(text))
        for (const each of [bytes, Buffer.concat([length, Buffer.from(text), bytes])]) {
          expect(decodeFrame(each)).toSatisfy((frame) => frame === null || 'kind' in Object(frame))
        }
      }),
    )
  })
})
