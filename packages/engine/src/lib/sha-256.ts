/** SHA-256 (FIPS 180-4 §6.2), synchronous: check digits of addresses need it inside the walk. */
const primes = firstPrimes(64)
const roundConstants = Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)))
const initialState = Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)))

/** The first 32 bits of the fraction, as FIPS 180-4 §4.2.2 and §5.3.3 define both tables. */
function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = []
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate)
  }
  return found
}

export function sha256(message: Uint8Array): Uint8Array {
  const state = Int32Array.from(initialState)
  const padded = pad(message)
  const schedule = new Int32Array(64)
  for (let block = 0; block < padded.length; block += 64) compress(state, padded, block, schedule)
  const digest = new Uint8Array(32)
  const view = new DataView(digest.buffer)
  state.forEach((word, index) => view.setInt32(index * 4, word))
  return digest
}

function pad(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29))
  view.setUint32(padded.length - 4, (message.length << 3) >>> 0)
  return padded
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

function fillSchedule(schedule: Int32Array, bytes: Uint8Array, block: number): void {
  const view = new DataView(bytes.buffer, block, 64)
  for (let index = 0; index < 16; index += 1) schedule[index] = view.getInt32(index * 4)
  for (let index = 16; index < 64; index += 1) {
    const early = schedule[index - 15] ?? 0
    const late = schedule[index - 2] ?? 0
    const small0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)
    const small1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10)
    schedule[index] =
      ((schedule[index - 16] ?? 0) + small0 + (schedule[index - 7] ?? 0) + small1) | 0
  }
}

function compress(state: Int32Array, bytes: Uint8Array, block: number, schedule: Int32Array): void {
  fillSchedule(schedule, bytes, block)
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let index = 0; index < 64; index += 1) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const choice = (e & f) ^ (~e & g)
    const first = (h + big1 + choice + (roundConstants[index] ?? 0) + (schedule[index] ?? 0)) | 0
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const majority = (a & b) ^ (a & c) ^ (b & c)
    h = g
    g = f
    f = e
    e = (d + first) | 0
    d = c
    c = b
    b = a
    a = (first + big0 + majority) | 0
  }
  const words = [a, b, c, d, e, f, g, h]
  words.forEach((word, index) => {
    state[index] = ((state[index] ?? 0) + word) | 0
  })
}
