import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { fileKey } from '../secrets/storage-keys.ts'

/**
 * A sealed snapshot: AES-256-GCM under a key of its own, made from the salt.
 *
 *     "WEIRSNP1"  salt[16]  ciphertext  tag[16]
 */
const magic = 'WEIRSNP1'
const saltBytes = 16
const tagBytes = 16
const purpose = 'weir/v1/snapshot'
/** Each key seals one file, so the nonce can be the same. */
const nonce = Buffer.alloc(12)

export function sealSnapshot(storage: Uint8Array, plain: readonly Uint8Array[]): Uint8Array {
  const salt = randomBytes(saltBytes)
  const cipher = createCipheriv('aes-256-gcm', fileKey(storage, salt, purpose), nonce)
  cipher.setAAD(Buffer.from(magic))
  const body = plain.map((part) => cipher.update(part))
  cipher.final()
  return Buffer.concat([Buffer.from(magic), salt, ...body, cipher.getAuthTag()])
}

/** Null when the bytes are no snapshot, are damaged, or were sealed under another secret. */
export function unsealSnapshot(storage: Uint8Array, bytes: Uint8Array): Uint8Array | null {
  const sealed = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = magic.length + saltBytes
  if (sealed.length < start + tagBytes || sealed.toString('latin1', 0, magic.length) !== magic) {
    return null
  }
  const key = fileKey(storage, sealed.subarray(magic.length, start), purpose)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(Buffer.from(magic))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    const plain = decipher.update(sealed.subarray(start, sealed.length - tagBytes))
    decipher.final()
    return plain
  } catch {
    return null
  }
}
