/**
 * Base64 and base64url (RFC 4648 §4 and §5), written here because the engine and the browser share
 * this package and neither has Node's Buffer. Padding is optional; white space is not.
 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const invalid = 255

const values = buildValues()

function buildValues(): Uint8Array {
  const table = new Uint8Array(128).fill(invalid)
  for (let value = 0; value < alphabet.length; value += 1) table[alphabet.charCodeAt(value)] = value
  table['+'.charCodeAt(0)] = 62
  table['/'.charCodeAt(0)] = 63
  return table
}

/** Decodes either alphabet; null when the text is not base64. */
export function decodeBase64(text: string): Uint8Array | null {
  let end = text.length
  while (end > 0 && text.length - end < 2 && text[end - 1] === '=') end -= 1
  if (end % 4 === 1) return null
  const bytes = new Uint8Array(Math.floor((end * 3) / 4))
  let bits = 0
  let held = 0
  let at = 0
  for (let index = 0; index < end; index += 1) {
    const value = values[text.charCodeAt(index)] ?? invalid
    if (value === invalid) return null
    bits = ((bits << 6) | value) & 0xffffff
    held += 6
    if (held >= 8) {
      held -= 8
      bytes[at] = (bits >>> held) & 0xff
      at += 1
    }
  }
  return bytes
}

/** Encodes as base64url without padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3)
    const group = (first << 16) | (second << 8) | third
    const digits = Math.min(bytes.length - index, 3) + 1
    for (let digit = 0; digit < digits; digit += 1) {
      text += alphabet[(group >>> (18 - 6 * digit)) & 63]
    }
  }
  return text
}
