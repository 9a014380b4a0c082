import { keccak256 } from '../../lib/keccak-256.ts'
import { sha256 } from '../../lib/sha-256.ts'
import { addMatch, type Detector } from '../detector.ts'

const base58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const base58Address =
  /(?<![\w+/=])(?:[13][1-9A-HJ-NP-Za-km-z]{24,34}|[LMD][1-9A-HJ-NP-Za-km-z]{26,33})(?![\w+/=])/g
const bech32Address = /(?<!\w)(?:bc|tb|ltc)1[02-9ac-hj-np-z]{11,87}(?!\w)/gi
const hexAddress = /(?<!\w)0x[0-9a-fA-F]{40}(?!\w)/g
const versions: ReadonlySet<number> = new Set([0x00, 0x05, 0x30, 0x32, 0x1e])

/** Base58Check: a version, 20 octets, and the first four octets of a double SHA-256. */
export function isBase58Address(text: string): boolean {
  const octets = new Uint8Array(25)
  for (let index = 0; index < text.length; index += 1) {
    let carry = base58.indexOf(text[index] ?? '')
    for (let place = 24; place >= 0; place -= 1) {
      carry += (octets[place] ?? 0) * 58
      octets[place] = carry & 0xff
      carry >>= 8
    }
    if (carry !== 0) return false
  }
  const digest = sha256(sha256(octets.subarray(0, 21)))
  const isChecked = [0, 1, 2, 3].every((place) => digest[place] === octets[21 + place])
  return isChecked && versions.has(octets[0] ?? -1)
}

const bech32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const bech32m = 0x2bc830a3

function step(sum: number, value: number): number {
  const top = sum >>> 25
  let next = ((sum & 0x1ffffff) << 5) ^ value
  generators.forEach((generator, bit) => {
    if (((top >>> bit) & 1) === 1) next ^= generator
  })
  return next
}

/** BIP 173 and BIP 350: version 0 ends in 1, later versions in the bech32m constant. */
export function isBech32Address(text: string): boolean {
  const isMixed = text !== text.toLowerCase() && text !== text.toUpperCase()
  const lower = text.toLowerCase()
  const split = lower.lastIndexOf('1')
  let sum = 1
  for (let index = 0; index < split; index += 1) sum = step(sum, lower.charCodeAt(index) >> 5)
  sum = step(sum, 0)
  for (let index = 0; index < split; index += 1) sum = step(sum, lower.charCodeAt(index) & 31)
  for (let index = split + 1; index < lower.length; index += 1) {
    sum = step(sum, bech32.indexOf(lower[index] ?? ''))
  }
  const version = bech32.indexOf(lower[split + 1] ?? '')
  return !isMixed && sum === (version === 0 ? 1 : bech32m)
}

const encoder = new TextEncoder()

/** EIP-55: a letter is a capital where the digit of the hash of the lower-case address is above 7. */
export function isEthereumAddress(text: string): boolean {
  const digits = text.slice(2)
  const lower = digits.toLowerCase()
  if (digits === lower || digits === digits.toUpperCase()) return true
  const hash = keccak256(encoder.encode(lower))
  for (let index = 0; index < digits.length; index += 1) {
    const byte = hash[index >> 1] ?? 0
    const isHigh = ((index % 2 === 0 ? byte >> 4 : byte) & 8) !== 0
    const letter = lower[index] ?? ''
    if (digits[index] !== (isHigh ? letter.toUpperCase() : letter)) return false
  }
  return true
}

const forms = [
  { pattern: base58Address, mark: /[A-Z]/, isValid: isBase58Address, alone: 0.95 },
  { pattern: bech32Address, mark: /(?:bc|tb|ltc)1/i, isValid: isBech32Address, alone: 0.95 },
  { pattern: hexAddress, mark: /0x/, isValid: isEthereumAddress, alone: 0.5 },
] as const

export const detectCrypto: Detector = (scan, found) => {
  if (scan.features.longestWord < 14 || scan.features.digits === 0) return
  for (const { pattern, mark, isValid, alone } of forms) {
    if (!mark.test(scan.text)) continue
    for (const match of scan.text.matchAll(pattern)) {
      if (!isValid(match[0])) continue
      const credence = { type: 'CRYPTO', alone, named: 0.97, unmistakable: alone > 0.9 } as const
      addMatch(scan, found, match.index, match.index + match[0].length, credence)
    }
  }
}
