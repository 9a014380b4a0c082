const decoder = new TextDecoder()
const encoder = new TextEncoder()

/**
 * Resolves percent-encoding (RFC 3986 §2.1) as UTF-8; malformed sequences stay as they stand and
 * invalid UTF-8 becomes U+FFFD. With `plus`, `+` is a space, as forms have it.
 */
export function decodePercent(text: string, plus = false): string {
  const spaced = plus && text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  const source = encoder.encode(spaced)
  const bytes = new Uint8Array(source.length)
  let length = 0
  for (let at = 0; at < source.length; at += 1) {
    const octet = source[at] === 0x25 ? octetAt(source, at + 1) : -1
    bytes[length] = octet === -1 ? (source[at] ?? 0) : octet
    if (octet !== -1) at += 2
    length += 1
  }
  return decoder.decode(bytes.subarray(0, length))
}

function octetAt(source: Uint8Array, at: number): number {
  const high = hexDigit(source[at])
  const low = hexDigit(source[at + 1])
  return high === -1 || low === -1 ? -1 : high * 16 + low
}

function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
