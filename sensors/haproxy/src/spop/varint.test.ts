import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pushVarint, readVarint } from './varint.ts'

function encode(value: number | bigint): Uint8Array {
  const out: number[] = []
  pushVarint(out, value)
  return Uint8Array.from(out)
}

describe('an integer of SPOP', () => {
  it.each([
    [0, 1],
    [239, 1],
    [240, 2],
    [2_287, 2],
    [2_288, 3],
    [264_431, 3],
    [264_432, 4],
    [33_818_863, 4],
    [33_818_864, 5],
    [4_328_786_159, 5],
    [4_328_786_160, 6],
    [2n ** 64n - 1n, 10],
  ])('%s takes %s bytes (SPOE.txt §3.1)', (value, length) => {
    const bytes = encode(value)
    expect(bytes).toHaveLength(length)
    expect(readVarint(bytes, 0, bytes.length)).toEqual({ value, at: length })
  })

  it('comes back as it was, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
        const bytes = encode(value)
        const read = readVarint(bytes, 0, bytes.length)
        expect(BigInt(read.value)).toBe(value)
        expect(read.at).toBe(bytes.length)
        expect(typeof read.value).toBe(
          value <= BigInt(Number.MAX_SAFE_INTEGER) ? 'number' : 'bigint',
        )
      }),
    )
  })

  it('is none where bytes are missing, or go on for ever', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 240n, max: 2n ** 64n - 1n }), (value) => {
        const bytes = encode(value)
        for (let end = 0; end < bytes.length; end += 1) {
          expect(readVarint(bytes, 0, end).at).toBe(-1)
        }
      }),
    )
    expect(readVarint(new Uint8Array(64).fill(255), 0, 64).at).toBe(-1)
  })

  it('is none above 64 bits', () => {
    const bytes = encode(2n ** 64n - 1n)
    const larger = Uint8Array.from([...bytes.subarray(0, -1), (bytes.at(-1) ?? 0) + 1])
    expect(readVarint(larger, 0, larger.length).at).toBe(-1)
  })
})
