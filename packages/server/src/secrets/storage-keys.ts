import { hkdfSync } from 'node:crypto'

/** Keys and tokens of one installation that no sensor or door ever sees. */
export interface StorageKeys {
  /** Seals spool segments and snapshots. */
  readonly storage: Uint8Array
  /** Signs console sessions. */
  readonly session: Uint8Array
  /** Key of the first sensor, so that it can be shown at every start. */
  readonly firstSensorKey: string
  /** Bearer token of machines that use the API. */
  readonly apiToken: string
}

export function deriveStorageKeys(secret: Uint8Array): StorageKeys {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), purpose, 32))
  return {
    storage: derive('weir/v1/storage'),
    session: derive('weir/v1/session'),
    firstSensorKey: `weir_sensor_${derive('weir/v1/sensor-key/first').toString('base64url')}`,
    apiToken: `weir_api_${derive('weir/v1/api-token').toString('base64url')}`,
  }
}

/** A key for one sealed file: each has its own salt, so that no nonce ever repeats under one key. */
export function fileKey(storage: Uint8Array, salt: Uint8Array, purpose: string): Uint8Array {
  return Buffer.from(hkdfSync('sha256', storage, salt, purpose, 32))
}
