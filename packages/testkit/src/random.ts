/** Seeded randomness: the same seed gives the same values on every machine. */
export interface Random {
  /** A whole number from 0 up to 2^32 - 1. */
  word(): number
  /** A number from 0 up to, not including, 1. */
  unit(): number
  /** A whole number between both ends, ends included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<Item>(items: readonly Item[]): Item
  /** An index, as often as its weight says. */
  weighted(weights: readonly number[]): number
  /** A waiting time with the given mean: many short ones, few long ones. */
  wait(mean: number): number
  digits(count: number): string
  text(alphabet: string, count: number): string
  bytes(count: number): Uint8Array
  uuid(): string
  /** An independent stream, so that one part of a story can change without moving the others. */
  fork(label: string): Random
}

const hex = '0123456789abcdef'

/** Starts a stream: xoshiro128** (Blackman and Vigna) seeded by hashing the label. */
export function createRandom(seed: number | string): Random {
  const state = new Uint32Array(4)
  for (let index = 0; index < 4; index += 1) state[index] = hashOf(`${index}:${seed}`) || 1
  const word = (): number => nextWord(state)
  const unit = (): number => word() / 2 ** 32
  const int = (low: number, high: number): number => low + Math.floor(unit() * (high - low + 1))
  const text = (alphabet: string, count: number): string =>
    Array.from({ length: count }, () => alphabet[int(0, alphabet.length - 1)]).join('')
  return {
    word,
    unit,
    int,
    text,
    chance: (probability) => unit() < probability,
    pick: (items) => pickFrom(items, unit()),
    weighted: (weights) => weightedIndex(weights, unit()),
    wait: (mean) => -mean * Math.log(1 - unit()),
    digits: (count) => text('0123456789', count),
    bytes: (count) => Uint8Array.from({ length: count }, () => word() & 0xff),
    uuid: () => uuidOf(text(hex, 32), int(8, 11)),
    fork: (label) => createRandom(`${seed}/${label}`),
  }
}

function nextWord(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = state
  const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
  const third = c ^ a
  const fourth = d ^ b
  state[1] = b ^ third
  state[0] = a ^ fourth
  state[2] = third ^ (b << 9)
  state[3] = rotate(fourth, 11)
  return result
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

/** FNV-1a with a final avalanche, so that neighbouring seeds do not start alike. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

function pickFrom<Item>(items: readonly Item[], unit: number): Item {
  const item = items[Math.floor(unit * items.length)]
  if (item === undefined) throw new TypeError('nothing to pick from')
  return item
}

function weightedIndex(weights: readonly number[], unit: number): number {
  let left = unit * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [index, weight] of weights.entries()) {
    left -= weight
    if (left < 0) return index
  }
  return weights.length - 1
}

/** Version 4 (RFC 9562 §5.4). */
function uuidOf(digits: string, variant: number): string {
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `4${digits.slice(13, 16)}`,
    `${variant.toString(16)}${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-')
}
