import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { fileKey } from '../secrets/storage-keys.ts'

/**
 * A segment is a head and frames, numbers little-endian:
 *
 *     head   "WEIRSPL1"  salt[16]  first frame number u64  frame before it u64 (2^64 - 1 for none)
 *     frame  length u32  ciphertext[length - 16]  tag[16]
 *
 * AES-256-GCM; the key comes from the salt, the nonce is the frame's place in the segment, and the
 * head and the frame's number are authenticated with it, so that frames cannot be moved, dropped or
 * repeated, nor a segment before them be denied.
 */
export interface SegmentSeal {
  readonly head: Uint8Array
  readonly firstFrame: number
  /** The frame before the first; numbers between the two were never used. -1 for none. */
  readonly before: number
  seal(frame: number, plain: Uint8Array): Uint8Array
  /** Null when the bytes are not this frame of this segment. */
  open(frame: number, sealed: Uint8Array): Uint8Array | null
}

const magic = 'WEIRSPL1'
const saltBytes = 16
const tagBytes = 16
const lengthBytes = 4
const purpose = 'weir/v1/spool'
const numberBytes = 8
export const headBytes = magic.length + saltBytes + 2 * numberBytes
/** More than the largest batch ever accepted; a larger length is damage. */
const largestFrame = 1024 * 1024 * 1024

export function newSegment(storage: Uint8Array, firstFrame: number, before: number): SegmentSeal {
  const head = Buffer.alloc(headBytes)
  head.write(magic, 'latin1')
  randomBytes(saltBytes).copy(head, magic.length)
  head.writeBigInt64LE(BigInt(firstFrame), magic.length + saltBytes)
  head.writeBigInt64LE(BigInt(before), magic.length + saltBytes + numberBytes)
  return sealOf(storage, head)
}

/** Null when the bytes are no head of a segment. */
export function openSegment(storage: Uint8Array, bytes: Uint8Array): SegmentSeal | null {
  const head = Buffer.from(bytes.subarray(0, headBytes))
  if (head.length < headBytes || head.toString('latin1', 0, magic.length) !== magic) return null
  const seal = sealOf(storage, head)
  const { firstFrame, before } = seal
  const isPossible = Number.isSafeInteger(firstFrame) && before >= -1 && before < firstFrame
  return isPossible ? seal : null
}

function sealOf(storage: Uint8Array, head: Buffer): SegmentSeal {
  const firstFrame = Number(head.readBigInt64LE(magic.length + saltBytes))
  const key = fileKey(storage, head.subarray(magic.length, magic.length + saltBytes), purpose)
  return {
    head,
    firstFrame,
    before: Number(head.readBigInt64LE(magic.length + saltBytes + numberBytes)),
    seal: (frame, plain) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonceOf(frame - firstFrame))
      cipher.setAAD(Buffer.concat([head, numberOf(frame)]))
      const body = cipher.update(plain)
      cipher.final()
      const length = Buffer.alloc(lengthBytes)
      length.writeUInt32LE(body.length + tagBytes)
      return Buffer.concat([length, body, cipher.getAuthTag()])
    },
    open: (frame, sealed) => {
      if (sealed.length < tagBytes) return null
      const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame - firstFrame))
      decipher.setAAD(Buffer.concat([head, numberOf(frame)]))
      decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
      try {
        const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes))
        decipher.final()
        return plain
      } catch {
        return null
      }
    },
  }
}

function nonceOf(place: number): Uint8Array {
  const nonce = Buffer.alloc(12)
  nonce.writeBigInt64LE(BigInt(place))
  return nonce
}

function numberOf(frame: number): Uint8Array {
  const bytes = Buffer.alloc(numberBytes)
  bytes.writeBigInt64LE(BigInt(frame))
  return bytes
}

/** A whole frame at an offset: where its sealed bytes lie. */
export interface FrameSpan {
  readonly start: number
  readonly end: number
}

/** Null where the bytes end within a frame. */
export function frameAt(bytes: Uint8Array, offset: number): FrameSpan | null {
  if (offset + lengthBytes > bytes.length) return null
  const length = Buffer.from(bytes.buffer, bytes.byteOffset + offset, lengthBytes).readUInt32LE()
  const start = offset + lengthBytes
  if (length < tagBytes || length > largestFrame || start + length > bytes.length) return null
  return { start, end: start + length }
}
