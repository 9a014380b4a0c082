import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { AuditTrail } from './audit.ts'
import type { Clock } from './clock.ts'
import type { Documents, StoredDocument } from './documents.ts'

/** A key that is valid now. */
export interface IssuedKey {
  readonly name: string
  readonly environment: string
  readonly hash: Uint8Array
  /** It may read decisions as well. */
  readonly door: boolean
  /** Unix time in milliseconds. */
  readonly createdMs: number
  readonly by: string
}

export type CreatedKey =
  | { readonly ok: true; readonly key: string; readonly environment: string }
  | { readonly ok: false; readonly reason: 'exists' }

/** Keys of sensors: only hashes are kept, in documents and in memory. */
export interface SensorKeyStore {
  /** Every valid key; asked at each batch, so it waits for nothing. */
  all(): readonly IssuedKey[]
  /** Whom a key belongs to. */
  find(key: string): { readonly name: string; readonly environment: string } | null
  /** Returns the key, this once. */
  create(name: string, by: string, door?: boolean): Promise<CreatedKey>
  /** False where there is no such key. It is invalid from the moment this settles. */
  revoke(name: string, by: string): Promise<boolean>
}

export interface SensorKeyOptions {
  readonly documents: Documents
  readonly audit: AuditTrail
  readonly clock: Pick<Clock, 'now'>
  readonly environment: string
  /** What is kept of a key: an HMAC under a key of this installation. */
  readonly hash: (key: string) => Uint8Array
}

const kind = 'sensor-key'
const keyBytes = 32

/** Reads the keys there are, then keeps them in memory. */
export async function openSensorKeys(options: SensorKeyOptions): Promise<SensorKeyStore> {
  const { documents, audit, clock, environment, hash } = options
  const keys = new Map<string, IssuedKey>()
  for (const document of await documents.list(kind)) {
    const issued = issuedKey(document)
    if (issued !== null) keys.set(issued.name, issued)
  }
  return {
    all: () => [...keys.values()],
    find: (key) => {
      const found = sameHash(keys.values(), hash(key))
      return found === null ? null : { name: found.name, environment: found.environment }
    },
    create: async (name, by, door = false) => {
      const newest = await documents.get(kind, name)
      if (newest !== null && newest.value !== null) return { ok: false, reason: 'exists' }
      const key = `weir_${randomBytes(keyBytes).toString('base64url')}`
      const issued = { name, environment, hash: hash(key), door, createdMs: clock.now(), by }
      const outcome = await documents.put({
        kind,
        id: name,
        value: { environment, hash: Buffer.from(issued.hash).toString('base64url'), door },
        expectedVersion: newest?.version ?? 0,
        atMs: issued.createdMs,
        by,
      })
      if (!outcome.ok) return { ok: false, reason: 'exists' }
      keys.set(name, issued)
      await audit.record({ atMs: issued.createdMs, by, what: 'sensor-key.created', target: name })
      return { ok: true, key, environment }
    },
    revoke: async (name, by) => {
      const newest = await documents.get(kind, name)
      if (newest === null || newest.value === null) return false
      const atMs = clock.now()
      const change = { kind, id: name, value: null, expectedVersion: newest.version, atMs, by }
      if (!(await documents.put(change)).ok) return false
      keys.delete(name)
      await audit.record({ atMs, by, what: 'sensor-key.revoked', target: name })
      return true
    },
  }
}

/** Compares with every key in constant time, so that time tells nothing about any. */
function sameHash(keys: Iterable<IssuedKey>, hash: Uint8Array): IssuedKey | null {
  let found: IssuedKey | null = null
  for (const key of keys) {
    if (key.hash.length === hash.length && timingSafeEqual(key.hash, hash)) found = key
  }
  return found
}

function issuedKey({ id, value, atMs, by }: StoredDocument): IssuedKey | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  if (!('environment' in value) || !('hash' in value)) return null
  const { environment, hash } = value
  if (typeof environment !== 'string' || typeof hash !== 'string') return null
  return {
    name: id,
    environment,
    hash: new Uint8Array(Buffer.from(hash, 'base64url')),
    door: 'door' in value && value.door === true,
    createdMs: atMs,
    by,
  }
}
