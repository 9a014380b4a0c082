import { createHash, createHmac, hkdfSync } from 'node:crypto'
import type { KeyedHasher } from '@weir/engine'

/**
 * Keys derived from one installation secret by HKDF-SHA-256 (RFC 5869), as `spec/credential.md` says.
 * Each purpose has its own key, so that a door that can hash credentials can hash nothing else.
 */
export interface DerivedKeys {
  /** First four characters of every hash: tells which secret made it. */
  readonly keyId: string
  readonly hasher: KeyedHasher
  /** What doors get, so that they recognise credentials; base64url of 32 octets. */
  readonly credentialKey: string
  /** Key of the engine's in-memory hashes. */
  readonly seed: { readonly low: number; readonly high: number }
}

const purposes = {
  keyId: 'weir/v1/key-id',
  credential: 'weir/v1/credential',
  identifier: 'weir/v1/identifier',
  seed: 'weir/v1/seed',
} as const

/** `secret` is at least 16 octets of high entropy. */
export function deriveKeys(secret: Uint8Array): DerivedKeys {
  const derive = (purpose: string, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), purpose, length))
  const keyId = derive(purposes.keyId, 3).toString('base64url')
  const credentialKey = derive(purposes.credential, 32)
  const identifierKey = derive(purposes.identifier, 32)
  const seed = derive(purposes.seed, 8)
  return {
    keyId,
    credentialKey: credentialKey.toString('base64url'),
    hasher: {
      credential: (octets) => tagged(keyId, credentialKey, octets),
      identifier: (text) => tagged(keyId, identifierKey, Buffer.from(text, 'utf8')),
    },
    seed: { low: seed.readUInt32LE(0), high: seed.readUInt32LE(4) },
  }
}

/** HMAC-SHA-256 (RFC 2104) cut to its first 128 bits. */
function tagged(keyId: string, key: Uint8Array, octets: Uint8Array): string {
  const tag = createHmac('sha256', key).update(octets).digest().subarray(0, 16)
  return `${keyId}.${tag.toString('base64url')}`
}

/** A secret for one analysis: whoever has the input could find out anything a hash hides anyway. */
export function secretFromInput(head: Uint8Array): Uint8Array {
  return createHash('sha256').update('weir/v1/input\0').update(head).digest()
}
