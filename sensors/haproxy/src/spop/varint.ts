/**
 * Integers of SPOP (SPOE.txt §3.1, the encoding of the peers protocol). Below 240 one byte; else the low
 * four bits in the first, then seven bits a byte, each step less the offset that smaller forms cover.
 */
const singleByteEnd = 240
const firstBits = 16
const nextBits = 128
/** 64 bits need four in the first byte and nine times seven after it. */
const longestVarint = 10
const wordSize = 2n ** 64n

/** A number where it is exact, a bigint above that. */
export type Integer = number | bigint

/** Where the decoding of an integer ended; `at` is -1 where there is none. */
export interface ReadInteger {
  readonly value: Integer
  readonly at: number
}

const none: ReadInteger = { value: 0, at: -1 }

export function readVarint(bytes: Uint8Array, start: number, end: number): ReadInteger {
  const first = start < end ? bytes[start] : undefined
  if (first === undefined) return none
  if (first < singleByteEnd) return { value: first, at: start + 1 }
  let value = first
  let scale = firstBits
  const last = Math.min(end, start + longestVarint)
  for (let at = start + 1; at < last; at += 1) {
    const byte = bytes[at] ?? 0
    value += byte * scale
    if (value > Number.MAX_SAFE_INTEGER) return readLongVarint(bytes, start, last)
    if (byte < nextBits) return { value, at: at + 1 }
    scale *= nextBits
  }
  return none
}

function readLongVarint(bytes: Uint8Array, start: number, last: number): ReadInteger {
  let value = BigInt(bytes[start] ?? 0)
  let shift = 4n
  for (let at = start + 1; at < last; at += 1) {
    const byte = bytes[at] ?? 0
    value += BigInt(byte) << shift
    if (value >= wordSize) return none
    if (byte < nextBits) return { value, at: at + 1 }
    shift += 7n
  }
  return none
}

/** Appends an integer of 0 to 2^64 - 1 to `out`. */
export function pushVarint(out: number[], value: Integer): void {
  if (typeof value === 'bigint' && value > BigInt(Number.MAX_SAFE_INTEGER)) {
    return pushLongVarint(out, value)
  }
  const small = Number(value)
  if (small < singleByteEnd) {
    out.push(small)
    return
  }
  out.push((small % firstBits) + singleByteEnd)
  let rest = Math.floor((small - singleByteEnd) / firstBits)
  while (rest >= nextBits) {
    out.push((rest % nextBits) + nextBits)
    rest = Math.floor((rest - nextBits) / nextBits)
  }
  out.push(rest)
}

function pushLongVarint(out: number[], value: bigint): void {
  out.push(Number(value & 15n) + singleByteEnd)
  let rest = (value - 240n) >> 4n
  while (rest >= 128n) {
    out.push(Number(rest & 127n) + nextBits)
    rest = (rest - 128n) >> 7n
  }
  out.push(Number(rest))
}
