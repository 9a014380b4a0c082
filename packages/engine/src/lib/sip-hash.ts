/**
 * HalfSipHash-2-4 with a 64-bit tag (Aumasson and Bernstein, SipHash reference implementation,
 * `halfsiphash.c`): the 32-bit sibling of SipHash, keyed so that whoever chooses our input cannot
 * choose collisions.
 */

/** A 64-bit hash key as two unsigned 32-bit halves. */
export interface HashSeed {
  readonly low: number
  readonly high: number
}

/** A 64-bit hash as two unsigned 32-bit halves. */
export interface Hash64 {
  readonly low: number
  readonly high: number
}

const encoder = new TextEncoder()

export function hashBytes(
  bytes: Uint8Array,
  seed: HashSeed,
  start = 0,
  end: number = bytes.length,
): Hash64 {
  lanes[0] = seed.low
  lanes[1] = seed.high ^ 0xee
  lanes[2] = 0x6c796765 ^ seed.low
  lanes[3] = 0x74656462 ^ seed.high
  const byteAt = (index: number): number => bytes[index] ?? 0
  const length = end - start
  const wholeEnd = start + (length & ~3)
  for (let at = start; at < wholeEnd; at += 4) {
    absorb(byteAt(at) | (byteAt(at + 1) << 8) | (byteAt(at + 2) << 16) | (byteAt(at + 3) << 24))
  }
  let last = length << 24
  const rest = length & 3
  if (rest > 2) last |= byteAt(wholeEnd + 2) << 16
  if (rest > 1) last |= byteAt(wholeEnd + 1) << 8
  if (rest > 0) last |= byteAt(wholeEnd)
  absorb(last)
  const low = squeeze(2, 0xee)
  return { low, high: squeeze(1, 0xdd) }
}

/** The state of the hash that is being computed; hashes are many, so none makes objects of its own. */
const lanes = new Int32Array(4)

function absorb(word: number): void {
  xor(3, word)
  turn(2)
  xor(0, word)
}

function squeeze(lane: number, mark: number): number {
  xor(lane, mark)
  turn(4)
  return ((lanes[1] ?? 0) ^ (lanes[3] ?? 0)) >>> 0
}

function xor(lane: number, word: number): void {
  lanes[lane] = (lanes[lane] ?? 0) ^ word
}

function turn(rounds: number): void {
  let v0 = lanes[0] ?? 0
  let v1 = lanes[1] ?? 0
  let v2 = lanes[2] ?? 0
  let v3 = lanes[3] ?? 0
  for (let round = 0; round < rounds; round += 1) {
    v0 = (v0 + v1) | 0
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0
    v0 = (v0 << 16) | (v0 >>> 16)
    v2 = (v2 + v3) | 0
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2
    v0 = (v0 + v3) | 0
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0
    v2 = (v2 + v1) | 0
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2
    v2 = (v2 << 16) | (v2 >>> 16)
  }
  lanes[0] = v0
  lanes[1] = v1
  lanes[2] = v2
  lanes[3] = v3
}

/** Texts are short and many: they are encoded into the same place, which nothing reads afterwards. */
const scratch = new Uint8Array(1_536)
/** UTF-8 needs three octets at most for a UTF-16 code unit. */
const scratchChars = scratch.length / 3

export function hashText(text: string, seed: HashSeed): Hash64 {
  if (text.length > scratchChars) return hashBytes(encoder.encode(text), seed)
  return hashBytes(scratch, seed, 0, encoder.encodeInto(text, scratch).written)
}

/** The hash as 16 hexadecimal digits, high half first: sorts like the number it is. */
export function hashHex(hash: Hash64): string {
  return wordHex(hash.high) + wordHex(hash.low)
}

const digits = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/** A tenth of what `toString` and `padStart` take. */
export function wordHex(word: number): string {
  return String.fromCharCode(
    digitAt(word, 28),
    digitAt(word, 24),
    digitAt(word, 20),
    digitAt(word, 16),
    digitAt(word, 12),
    digitAt(word, 8),
    digitAt(word, 4),
    digitAt(word, 0),
  )
}

function digitAt(word: number, shift: number): number {
  return digits[(word >>> shift) & 15] ?? 0
}

/** What `hashHex` wrote. */
export function hashFromHex(hex: string): Hash64 {
  return { high: Number.parseInt(hex.slice(0, 8), 16), low: Number.parseInt(hex.slice(8), 16) }
}
