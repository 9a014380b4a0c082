/** Keccak-256 as Ethereum uses it (the Keccak submission's padding, not that of FIPS 202). */
const rate = 136
const mask = (1n << 64n) - 1n
const rounds = 24
const rotations = buildRotations()
const roundConstants = buildRoundConstants()

function rotate(lane: bigint, bits: number): bigint {
  const shift = BigInt(bits)
  return ((lane << shift) | (lane >> (64n - shift))) & mask
}

/** Offsets of step rho, walked in the order of step pi (FIPS 202 §3.2.2). */
function buildRotations(): readonly number[] {
  const table = Array.from({ length: 25 }, () => 0)
  let [x, y] = [1, 0]
  for (let step = 0; step < rounds; step += 1) {
    table[x + 5 * y] = (((step + 1) * (step + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
  }
  return table
}

/** The shift register of FIPS 202 §3.2.5. */
function buildRoundConstants(): readonly bigint[] {
  const constants: bigint[] = []
  let register = 1
  for (let round = 0; round < rounds; round += 1) {
    let constant = 0n
    for (let bit = 0; bit < 7; bit += 1) {
      if ((register & 1) === 1) constant |= 1n << BigInt(2 ** bit - 1)
      register = (register << 1) ^ ((register >> 7) * 0x171)
    }
    constants.push(constant)
  }
  return constants
}

function permute(state: bigint[]): void {
  const lane = (x: number, y: number): bigint => state[(x % 5) + 5 * (y % 5)] ?? 0n
  for (const constant of roundConstants) {
    const parity = [0, 1, 2, 3, 4].map(
      (x) => lane(x, 0) ^ lane(x, 1) ^ lane(x, 2) ^ lane(x, 3) ^ lane(x, 4),
    )
    const mixed = Array.from({ length: 25 }, () => 0n)
    for (let x = 0; x < 5; x += 1) {
      const theta = (parity[(x + 4) % 5] ?? 0n) ^ rotate(parity[(x + 1) % 5] ?? 0n, 1)
      for (let y = 0; y < 5; y += 1) {
        mixed[y + 5 * ((2 * x + 3 * y) % 5)] = rotate(lane(x, y) ^ theta, rotations[x + 5 * y] ?? 0)
      }
    }
    for (let index = 0; index < 25; index += 1) {
      const row = index - (index % 5)
      const next = mixed[row + ((index + 1) % 5)] ?? 0n
      const after = mixed[row + ((index + 2) % 5)] ?? 0n
      state[index] = (mixed[index] ?? 0n) ^ (~next & mask & after)
    }
    state[0] = (state[0] ?? 0n) ^ constant
  }
}

export function keccak256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 1) / rate) * rate)
  padded.set(message)
  padded[message.length] = (padded[message.length] ?? 0) ^ 0x01
  padded[padded.length - 1] = (padded[padded.length - 1] ?? 0) ^ 0x80
  const state = Array.from({ length: 25 }, () => 0n)
  const view = new DataView(padded.buffer)
  for (let block = 0; block < padded.length; block += rate) {
    for (let index = 0; index < rate / 8; index += 1) {
      state[index] = (state[index] ?? 0n) ^ view.getBigUint64(block + index * 8, true)
    }
    permute(state)
  }
  const digest = new Uint8Array(32)
  const out = new DataView(digest.buffer)
  for (let index = 0; index < 4; index += 1) out.setBigUint64(index * 8, state[index] ?? 0n, true)
  return digest
}
