import { addMatch, type Detector } from '../detector.ts'

const maxLocal = 64
const maxDomain = 253

function isLocalCode(code: number): boolean {
  if (code >= 0xc0) return true
  return /[\w.!#$%&'*+/=?^`{|}~-]/.test(String.fromCharCode(code))
}

function isDomainCode(code: number): boolean {
  const isDigit = code >= 48 && code <= 57
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 0xc0
  return isDigit || isLetter || code === 45 || code === 46
}

/** Labels without edges of hyphens; the last one letters, or punycode. */
const domainPattern =
  /^(?:[^\s.@-](?:[^\s.@]{0,61}[^\s.@-])?\.){1,8}(?:\p{L}{2,24}|xn--[a-z0-9-]{2,59})$/iu
const fileEnding =
  /\.(?:png|jpe?g|gif|svg|webp|ico|css|js|mjs|ts|json|map|html?|xml|txt|md|lock|woff2?)$/i

function localStart(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < maxLocal && isLocalCode(text.charCodeAt(start - 1))) start -= 1
  while (start < at && !/[\p{L}\p{N}_]/u.test(text[start] ?? '')) start += 1
  return start
}

function domainEnd(text: string, at: number): number {
  let end = at + 1
  while (end < text.length && end - at <= maxDomain && isDomainCode(text.charCodeAt(end))) end += 1
  while (end > at + 1 && /[.-]/.test(text[end - 1] ?? '')) end -= 1
  return end
}

/** `user:pass@host` is an address with a password, `//host/@scope/name` a package. */
function isInUrl(text: string, start: number): boolean {
  if (text[start - 1] === '@') return true
  return /:\/\/[^\s/]{0,80}$/.test(text.slice(Math.max(0, start - 84), start))
}

export const detectEmail: Detector = (scan, found) => {
  if (!scan.features.hasAt || scan.features.dots === 0) return
  const { text } = scan
  let at = text.indexOf('@')
  while (at >= 0) {
    const start = localStart(text, at)
    const end = domainEnd(text, at)
    const domain = text.slice(at + 1, end)
    const local = text.slice(start, at)
    const isAddress = local.length > 0 && domainPattern.test(domain) && !fileEnding.test(domain)
    if (isAddress && !local.includes('..') && !local.endsWith('.') && !isInUrl(text, start)) {
      addMatch(scan, found, start, end, {
        type: 'EMAIL_ADDRESS',
        alone: 0.95,
        named: 0.99,
        unmistakable: true,
      })
    }
    at = text.indexOf('@', Math.max(at + 1, end))
  }
}
