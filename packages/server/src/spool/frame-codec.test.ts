import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFrame, encodeFrame, type Frame } from './frame-codec.ts'

const count = fc.nat()
const own = fc.record({ observed: count, sent: count, dropped: count, droppedBy: fc.string() })
const origin = {
  sensor: fc.string({ unit: 'grapheme' }),
  boot: fc.option(fc.string()),
  seq: fc.option(count),
  arrivalMs: fc.integer({ min: 0, max: 8_640_000_000_000 }),
  own: fc.option(own),
  agent: fc.option(fc.string()),
}
const reason = fc.constantFrom('malformed', 'too-large', '__proto__', '')
const anyFrame: fc.Arbitrary<Frame> = fc.oneof(
  fc.record({
    kind: fc.constant('batch' as const),
    ...origin,
    accepted: count,
    format: fc.constantFrom('ndjson' as const, 'protobuf' as const),
    rejected: fc.dictionary(
      reason.filter((name) => name !== '__proto__'),
      count,
    ),
    lines: fc.uint8Array({ maxLength: 500 }),
  }),
  fc.record({ kind: fc.constant('repeat' as const), ...origin, repeated: count }),
  fc.record({ kind: fc.constant('mark' as const), arrivalMs: origin.arrivalMs }),
)

describe('a frame', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const read = decodeFrame(encodeFrame(frame))
        expect(comparable(read)).toEqual(comparable(frame))
      }),
    )
  })
  it('that is cut within its head is none, and with anything added to a mark neither', () => {
    const mark = encodeFrame({ kind: 'mark', arrivalMs: 7 })
    for (let end = 0; end < mark.length; end += 1) {
      expect(decodeFrame(mark.subarray(0, end))).toBeNull()
    }
    expect(decodeFrame(Buffer.concat([mark, Buffer.from('x')]))).toBeNull()
  })
  it('of any bytes is read or refused, never more', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.json(), (bytes, text) => {
        const length = Buffer.alloc(4)
        length.writeUInt32LE(Buffer.byteLength(text))
        expect(decodeFrame(Buffer.concat([length, Buffer.from(text)]))).toBeNull()
        expect(decodeFrame(bytes)).toBeNull()
      }),
    )
  })
  it('of a kind this version does not know is none', () => {
    const text = Buffer.from('{"kind":"note","arrivalMs":1}')
    const length = Buffer.alloc(4)
    length.writeUInt32LE(text.length)
    expect(decodeFrame(Buffer.concat([length, text]))).toBeNull()
  })
})

/** Bytes compare by what they are, whatever kind of array holds them. */
function comparable(frame: Frame | null): object | null {
  return frame?.kind === 'batch'
    ? { ...frame, lines: Buffer.from(frame.lines).toString('hex') }
    : frame
}
