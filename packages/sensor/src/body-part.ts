import { isUtf8 } from 'node:buffer'

/** A body in the form of the exchange line; what is undefined is not written. */
export interface BodyPart {
  /** Octets, or the text a host wrote. */
  readonly body: string | Buffer | undefined
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

/** At most `limit` bytes of a body, which are not copied. */
export function bodyPart({ bytes, whole, size }: BodySight, limit: number): BodyPart {
  const kept = bytes.length > limit ? bytes.subarray(0, limit) : bytes
  const known = Math.max(size, bytes.length)
  const truncated = !whole || known > kept.length
  return {
    body: kept.length === 0 ? undefined : truncated ? wholeCharacters(kept) : kept,
    body_size: known > kept.length ? known : undefined,
    truncated: truncated || undefined,
  }
}

/** Without the first bytes of a character whose last ones were cut off, where the others are text. */
export function wholeCharacters(bytes: Buffer): Buffer {
  const text = bytes.subarray(0, bytes.length - cutOff(bytes))
  return isUtf8(text) ? text : bytes
}

/** How many bytes of an unfinished character stand at the end. */
function cutOff(bytes: Buffer): number {
  for (let present = 1; present <= 4 && present <= bytes.length; present += 1) {
    const byte = bytes[bytes.length - present] ?? 0
    if (byte < 0x80) return 0
    if (byte < 0xc0) continue
    const whole = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4
    return present < whole ? present : 0
  }
  return 0
}
