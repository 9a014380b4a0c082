/** What a proxy before this one said of the client's certificate. */
export interface ForwardedCertificate {
  /** SHA-256 in hexadecimal digits. */
  readonly hash: string | undefined
  readonly spiffe: string | undefined
}

const none: ForwardedCertificate = { hash: undefined, spiffe: undefined }
const longest = 8_192

/**
 * Reads `x-forwarded-client-cert`: elements separated by commas, the nearest proxy's last; each of `Key=value`
 * separated by semicolons, where values with such characters are quoted and quotes in them escaped.
 */
export function forwardedCertificate(text: string | undefined): ForwardedCertificate {
  if (text === undefined || text.length > longest) return none
  const element = splitOutsideQuotes(text, ',').at(-1) ?? ''
  let hash: string | undefined
  let spiffe: string | undefined
  for (const pair of splitOutsideQuotes(element, ';')) {
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals).trim().toLowerCase()
    const value = pair.slice(equals + 1).replace(/^"(.*)"$/, '$1')
    if (name === 'hash') hash = value
    else if (name === 'uri') spiffe ??= spiffeId(value)
  }
  return { hash, spiffe }
}

/** Undefined for a URI that is no SPIFFE id. */
export function spiffeId(uri: string | undefined): string | undefined {
  return uri !== undefined && /^spiffe:\/\/[^\s,]{1,2048}$/.test(uri) ? uri : undefined
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  const parts: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]
    if (isQuoted && character === '\\') at += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}
