import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addHash, estimate, mergeRegisters, newRegisters, type Registers } from './hyper-log-log.ts'
import { hashText } from './sip-hash.ts'

function registers(keys: readonly string[], precision: number): Registers {
  const sketch = newRegisters(precision)
  for (const key of keys) addHash(sketch, hashText(key, { low: 5, high: 6 }))
  return sketch
}

describe('HyperLogLog', () => {
  it('counts small sets nearly exactly', () => {
    for (const size of [0, 1, 2, 5, 10]) {
      const keys = Array.from({ length: size }, (_, index) => `k${index}`)
      expect(Math.abs(estimate(registers(keys, 8)) - size)).toBeLessThanOrEqual(1)
    }
  })
  it('stays within four standard errors', () => {
    for (const size of [1_000, 20_000, 200_000]) {
      const sketch = registers(
        Array.from({ length: size }, (_, index) => `k${index}`),
        10,
      )
      const error = Math.abs(estimate(sketch) - size) / size
      expect(error).toBeLessThan((4 * 1.04) / Math.sqrt(1_024))
    }
  })
  it('merges to what it would be of the union, in any order', () => {
    const keys = fc.array(fc.string(), { maxLength: 50 })
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const union = registers([...a, ...b], 6)
        expect(mergeRegisters(registers(a, 6), registers(b, 6))).toEqual(union)
        expect(mergeRegisters(registers(b, 6), registers(a, 6))).toEqual(union)
      }),
    )
  })
})
