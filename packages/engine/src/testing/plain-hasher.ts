import { encodeBase64Url } from '@weir/schema'
import { hashBytes, hashText } from '../lib/sip-hash.ts'
import type { KeyedHasher } from '../ports.ts'

const seed = { low: 1, high: 2 }
const encoder = new TextEncoder()

/** A hasher for tests that need hashes and no secrecy. */
export const plainHasher: KeyedHasher = {
  credential: (octets) => `test.${tag(hashBytes(octets, seed))}`,
  identifier: (text) => `test.${tag(hashText(text, seed))}`,
}

function tag(hash: { readonly low: number; readonly high: number }): string {
  return encodeBase64Url(encoder.encode(`${hash.high}.${hash.low}`))
}
