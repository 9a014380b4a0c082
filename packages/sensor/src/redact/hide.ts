import { createHmac } from 'node:crypto'

/** What stands in place of a value. */
export type Hide = (value: string) => string

const word = 'redacted'
const keptBytes = 16

/**
 * With a key: `redacted:` and the base64url of the first 16 octets of HMAC-SHA-256 (RFC 2104) of the value's UTF-8, so that
 * equal values can still be told from others. Without one the word alone. What is redacted already stays.
 */
export function hider(key: string | undefined): Hide {
  return (value) => {
    if (value === word || value.startsWith(`${word}:`)) return value
    if (key === undefined) return word
    const digest = createHmac('sha256', key).update(value).digest().subarray(0, keptBytes)
    return `${word}:${digest.toString('base64url')}`
  }
}
