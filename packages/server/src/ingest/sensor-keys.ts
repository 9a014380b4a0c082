import { createHash, timingSafeEqual } from 'node:crypto'

/** Whom a sensor key belongs to. */
export interface SensorIdentity {
  readonly name: string
  readonly environment: string
}

/** A key as it is kept: only its SHA-256, which for keys of 256 random bits is as good as the key. */
export interface SensorKey extends SensorIdentity {
  readonly hash: Uint8Array
}

/** The keys that are valid now; asked at each batch. */
export interface SensorKeys {
  all(): readonly SensorKey[]
}

export function hashOfKey(key: string): Uint8Array {
  return createHash('sha256').update(key, 'utf8').digest()
}

const bearer = /^bearer {1,4}(?<key>[\x21-\x7e]{1,512})$/i

/** Whose key stands in `authorization`; null for none that is valid. */
export function authenticate(
  keys: SensorKeys,
  authorization: string | undefined,
): SensorIdentity | null {
  const key = bearer.exec(authorization ?? '')?.groups?.['key']
  return key === undefined ? null : ownerOf(keys, key)
}

/** Compares with every key, in constant time each, so that time tells nothing about any. */
export function ownerOf(keys: SensorKeys, key: string): SensorIdentity | null {
  const hash = hashOfKey(key)
  let found: SensorKey | null = null
  for (const candidate of keys.all()) {
    if (candidate.hash.length === hash.length && timingSafeEqual(candidate.hash, hash)) {
      found = candidate
    }
  }
  return found
}
