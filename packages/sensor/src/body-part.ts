import { isUtf8 } from 'node:buffer'

/** A body in the form of the exchange line; what is undefined is not written. */
export interface BodyPart {
  readonly body: string | { b64: string } | undefined
  readonly body_size: number | undefined
  readonly truncated: true | undefined
}

export interface BodySight {
  /** What was seen of the body. */
  readonly bytes: Buffer
  /** True when the message ended there. */
  readonly whole: boolean
  /** The size the message announced, or what was seen of it. */
  readonly size: number
}

export const noBody: BodyPart = { body: undefined, body_size: undefined, truncated: undefined }

/** Copies at most `limit` bytes of a body. */
export function bodyPart({ bytes, whole, size }: BodySight, limit: number): BodyPart {
  const kept = bytes.length > limit ? bytes.subarray(0, limit) : bytes
  const known = Math.max(size, bytes.length)
  const truncated = !whole || known > kept.length
  return {
    body: kept.length > 0 ? textOrBase64(kept, truncated) : undefined,
    body_size: known > kept.length ? known : undefined,
    truncated: truncated || undefined,
  }
}

function textOrBase64(bytes: Buffer, truncated: boolean): string | { b64: string } {
  const text = truncated ? wholeCharacters(bytes) : bytes
  return isUtf8(text) ? text.toString() : { b64: bytes.toString('base64') }
}

/** Without the first bytes of a character whose last ones were cut off. */
function wholeCharacters(bytes: Buffer): Buffer {
  for (let present = 1; present <= 4 && present <= bytes.length; present += 1) {
    const byte = bytes[bytes.length - present] ?? 0
    if (byte < 0x80) return bytes
    if (byte < 0xc0) continue
    const whole = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return present < whole ? bytes.subarray(0, bytes.length - present) : bytes
  }
  return bytes
}
