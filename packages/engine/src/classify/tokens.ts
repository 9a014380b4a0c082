import { limits } from '../limits.ts'

/** A run of letters and digits, its groups joined by single separators. */
export interface Token {
  readonly start: number
  readonly end: number
  /** As written. */
  readonly raw: string
  /** Capitals and digits only. */
  readonly compact: string
}

const longestToken = 48
const longestCompact = 40
const maxGroups = 9
const separators = /[ \-./()]/g
const groupPattern = /^[A-Z0-9]{1,9}(?:[-./][A-Z0-9]{1,9}){0,6}$/

/** Runs worth trying as identity numbers: the whole text, its words, and groups spread over words. */
export function tokensOf(text: string): readonly Token[] {
  const whole = wholeToken(text)
  if (whole !== null && !/\s/.test(whole.raw))
    return isJoined(whole.raw) ? [whole] : [whole, ...words(text)]
  const parts = words(text)
  const tokens = whole === null ? [...parts] : [whole, ...parts]
  for (let index = 0; index < parts.length && tokens.length < limits.tokensPerText; index += 1) {
    addGroups(text, parts, index, tokens)
  }
  return tokens
}

function isJoined(raw: string): boolean {
  return /^[A-Za-z0-9]{1,48}$/.test(raw)
}

function wholeToken(text: string): Token | null {
  if (text.length > longestToken + 16) return null
  const raw = text.trim()
  if (raw.length === 0 || raw.length > longestToken) return null
  const start = text.indexOf(raw)
  return token(raw, start)
}

function token(raw: string, start: number): Token {
  const compact = raw.replace(separators, '').toUpperCase()
  return { start, end: start + raw.length, raw, compact }
}

function isWordCode(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code >= 0xc0
  )
}

/** `-`, `.` and `/` join when a letter or digit follows. */
function isJoint(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  return (code === 45 || code === 46 || code === 47) && isWordCode(text.charCodeAt(index + 1))
}

function words(text: string): readonly Token[] {
  const found: Token[] = []
  const end = Math.min(text.length, limits.classifiedChars)
  let index = 0
  while (index < end && found.length < limits.tokensPerText) {
    if (!isWordCode(text.charCodeAt(index))) {
      index += 1
      continue
    }
    const start = index
    while (index < end && (isWordCode(text.charCodeAt(index)) || isJoint(text, index))) index += 1
    if (index - start <= longestToken) found.push(token(text.slice(start, index), start))
  }
  return found
}

/** Adds the runs that begin at one word and go on over single spaces. */
function addGroups(text: string, parts: readonly Token[], first: number, tokens: Token[]): void {
  const head = parts[first]
  if (head === undefined || !groupPattern.test(head.raw)) return
  let length = head.compact.length
  for (let index = first + 1; index < parts.length && index < first + maxGroups; index += 1) {
    const previous = parts[index - 1]
    const next = parts[index]
    if (previous === undefined || next === undefined) return
    if (next.start !== previous.end + 1 || text[previous.end] !== ' ') return
    if (!groupPattern.test(next.raw)) return
    length += next.compact.length
    if (length > longestCompact) return
    if (length >= 6) tokens.push(token(text.slice(head.start, next.end), head.start))
  }
}
