import { decodeBase64 } from '@weir/schema'
import { addMatch, candidate, type Candidate, type Detector, type Scan } from '../detector.ts'
import type { DataTypeId } from '../data-types.ts'

const opaque = /^[A-Za-z0-9_\-+/=.~%:]{16,4096}$/
const hexadecimal =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** Forms of password hashes: crypt(3), PHC strings, LDAP schemes, plain digests. */
const passwordHash = /^\$[0-9a-z]{1,12}[$,]|^\{[A-Z0-9]{3,8}\}|^pbkdf2|^scrypt:|^sha\d{1,3}[$:]/i
const placeholder =
  /^(?:[*•x.\-_\s]{1,64}|null|none|true|false|redacted|\[?(?:redacted|hidden|masked|filtered)\]?|undefined|n\/a|required|optional|string|password|bearer|basic|token|yes|no)$/i

/** Bits per character of the text's own distribution (Shannon). */
export function entropy(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) {
    const share = count / text.length
    bits -= share * Math.log2(share)
  }
  return bits
}

function addWhole(scan: Scan, found: Candidate[], type: DataTypeId, confidence: number): void {
  found.push(candidate(type, confidence, 0, scan.text.length))
}

function addPassword(scan: Scan, found: Candidate[]): void {
  const { text } = scan
  if (text.length < 3 || text.length > 128 || placeholder.test(text)) return
  if (passwordHash.test(text) || hexadecimal.test(text) || uuid.test(text)) return
  if (/^(?:https?:)?\/\//.test(text) || scan.features.spaces > 6) return
  addWhole(scan, found, 'PASSWORD', 0.9)
}

const signInName = /^[\p{L}\p{N}][\p{L}\p{N}._@+\\-]{1,63}$/u

function addUsername(scan: Scan, found: Candidate[]): void {
  const { text } = scan
  if (!signInName.test(text) || /@[^@]{1,253}\./.test(text) || placeholder.test(text)) return
  if (uuid.test(text) || hexadecimal.test(text) || /^https?:/.test(text)) return
  addWhole(scan, found, 'USERNAME', 0.85)
}

const bearer = /^(?:Bearer|Token)\s{1,4}[\w\-.~+/]{8,4096}=*$/i
const basic = /^Basic\s{1,4}([A-Za-z0-9+/_-]{6,1024}={0,2})$/i
const decoder = new TextDecoder()

/** RFC 7617 §2: base64 of user name, colon, password. */
export function isBasicCredentials(encoded: string): boolean {
  const bytes = decodeBase64(encoded)
  return (
    bytes !== null &&
    /^[^:\p{Cc}\ufffd]{1,128}:[^\p{Cc}\ufffd]{0,256}$/u.test(decoder.decode(bytes))
  )
}

function addAuthorization(scan: Scan, found: Candidate[]): void {
  const encoded = basic.exec(scan.text)?.[1]
  if (encoded !== undefined && isBasicCredentials(encoded))
    addWhole(scan, found, 'SECRET_BASIC_AUTH', 0.95)
  else if (bearer.test(scan.text)) addWhole(scan, found, 'SECRET_SESSION', 0.85)
}

function addSession(scan: Scan, found: Candidate[]): void {
  const { text } = scan
  if (!opaque.test(text) || /^\d+$/.test(text) || /^https?:/.test(text)) return
  if (entropy(text) < 3 || looksIssued(text)) return
  addWhole(scan, found, 'SECRET_SESSION', 0.7)
}

/** Values another detector names: dotted addresses, cards, bank accounts, wallets. */
function looksIssued(text: string): boolean {
  return /^[\d.:-]+$/.test(text) || /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)
}

const leastEntropy = 4.3
const leastHexEntropy = 3

function addRandom(scan: Scan, found: Candidate[]): void {
  const { text } = scan
  if (text.length < 20 || !opaque.test(text) || uuid.test(text)) return
  const bound = /^[0-9a-f]+$/i.test(text)
    ? leastHexEntropy
    : Math.min(leastEntropy, Math.log2(text.length) * 0.85)
  if (entropy(text) > bound) addWhole(scan, found, 'SECRET_HIGH_ENTROPY', 0.75)
}

const awsSecret = /^[A-Za-z0-9+/]{40}$/
const azureKey = /^[A-Za-z0-9+/]{86}==$/

function addNamedKeys(scan: Scan, found: Candidate[]): void {
  const { text, reading, context } = scan
  const hasKeySibling =
    context.siblings !== null && [...context.siblings].some((key) => /access_?key_?id/.test(key))
  if (
    awsSecret.test(text) &&
    entropy(text) > 4 &&
    (reading.named.has('SECRET_AWS_KEY') || hasKeySibling)
  ) {
    const isSecret = /secret/i.test(context.key) || reading.named.has('SECRET_AWS_KEY')
    if (isSecret) addWhole(scan, found, 'SECRET_AWS_KEY', 0.95)
  }
  if (azureKey.test(text) && reading.named.has('SECRET_AZURE'))
    addWhole(scan, found, 'SECRET_AZURE', 0.9)
  if (reading.named.has('SECRET_TWILIO') && /^[0-9a-f]{32}$/.test(text))
    addWhole(scan, found, 'SECRET_TWILIO', 0.85)
}

/** Secrets and sign-in names without a form of their own: their field's name tells. */
export const detectNamedCredentials: Detector = (scan, found) => {
  const { named } = scan.reading
  if (scan.text.length < 3 || scan.kind !== 'string') return
  if (named.size > 0) {
    if (named.has('PASSWORD')) addPassword(scan, found)
    if (named.has('USERNAME')) addUsername(scan, found)
    if (named.has('SECRET_SESSION')) addSession(scan, found)
    if (named.has('SECRET_HIGH_ENTROPY')) addRandom(scan, found)
  }
  addNamedKeys(scan, found)
  if (scan.features.spaces > 0 && scan.features.spaces < 5) addAuthorization(scan, found)
}

const inlinePassword =
  /\b(?:password|passwd|pwd|passphrase|api[_-]?key|secret)(?:\s{0,2}(?:=|:)\s{0,2}|\s{1,2}is\s{1,2})["']?([^\s"'<>,;&]{6,64})/gi

/** `password=…` inside a text. */
export const detectInlinePasswords: Detector = (scan, found) => {
  if (scan.features.length < 14) return
  if (!/pass|pwd|secret|api[_-]?key/i.test(scan.text)) return
  for (const match of scan.text.matchAll(inlinePassword)) {
    const value = match[1] ?? ''
    if (!/\d/.test(value) || placeholder.test(value)) continue
    const start = match.index + match[0].lastIndexOf(value)
    addMatch(scan, found, start, start + value.length, {
      type: 'PASSWORD',
      alone: 0.65,
      named: 0.8,
    })
  }
}
