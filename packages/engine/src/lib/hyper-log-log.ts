import type { Hash64 } from './sip-hash.ts'

/**
 * HyperLogLog (Flajolet, Fusy, Gandouet, Meunier, 2007) over 64-bit hashes, with linear counting in
 * the small range. Registers only grow, so merging is the register-wise maximum: exact,
 * associative and commutative. Standard error 1.04 / sqrt(2^precision).
 */
export type Registers = Uint8Array

export function newRegisters(precision: number): Registers {
  return new Uint8Array(2 ** precision)
}

export function addHash(registers: Registers, hash: Hash64): void {
  const index = hash.low & (registers.length - 1)
  const rank = Math.clz32(hash.high) + 1
  if (rank > (registers[index] ?? 0)) registers[index] = rank
}

export function mergeRegisters(left: Registers, right: Registers): Registers {
  const merged = new Uint8Array(left)
  for (let index = 0; index < merged.length; index += 1) {
    const other = right[index] ?? 0
    if (other > (merged[index] ?? 0)) merged[index] = other
  }
  return merged
}

/** Merges `other` into `registers`, which it changes. */
export function raise(registers: Registers, other: Registers): void {
  for (let index = 0; index < registers.length; index += 1) {
    const rank = other[index] ?? 0
    if (rank > (registers[index] ?? 0)) registers[index] = rank
  }
}

/** Powers of two are exact, so looking them up changes no estimate. */
const halves: readonly number[] = Array.from({ length: 65 }, (_, rank) => 2 ** -rank)

/** Estimated number of distinct hashes added, rounded. */
export function estimate(registers: Registers): number {
  const size = registers.length
  let sum = 0
  let zeros = 0
  for (const rank of registers) {
    sum += halves[rank] ?? 2 ** -rank
    if (rank === 0) zeros += 1
  }
  const raw = (alpha(size) * size * size) / sum
  if (raw <= 2.5 * size && zeros > 0) return Math.round(size * Math.log(size / zeros))
  return Math.round(raw)
}

function alpha(size: number): number {
  if (size <= 16) return 0.673
  if (size <= 32) return 0.697
  if (size <= 64) return 0.709
  return 0.7213 / (1 + 1.079 / size)
}
