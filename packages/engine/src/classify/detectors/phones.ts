import {
  addMatch,
  candidate,
  type Candidate,
  type Detector,
  isWhole,
  readingAt,
  type Scan,
} from '../detector.ts'
import { callingCodes } from '../countries.ts'

const longest = 26
const cue =
  /(?:phone|mobile|cell|tel|call|dial|fax|sms|whatsapp|text(?:ed)? me|registered|reach|ring|contact|number)\b[^\n\d]{0,24}$/i

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

/** A digit, `+` or `(`. */
function isStart(code: number): boolean {
  return isDigit(code) || code === 43 || code === 40
}

/** Digits, blanks, parentheses, hyphens, dots and slashes. */
function isAllowed(code: number): boolean {
  return (code >= 45 && code <= 57) || code === 32 || code === 40 || code === 41
}

/** Longest run that may be one number, from a start; ends on a digit. */
function runEnd(text: string, start: number): number {
  let end = start + 1
  while (end < text.length && end - start < longest && isAllowed(text.charCodeAt(end))) {
    if (text[end] === ' ' && text[end - 1] === ' ') break
    end += 1
  }
  while (end > start && !isDigit(text.charCodeAt(end - 1))) end -= 1
  return end
}

export function isInternational(digits: string): boolean {
  for (let length = 1; length <= 3; length += 1) {
    const range = callingCodes.get(digits.slice(0, length))
    if (range === undefined) continue
    const national = digits.slice(length).replace(/^0/, '')
    return national.length >= range[0] && national.length <= range[1]
  }
  return false
}

const northAmerican = /^(?:\+?1[ .-]?)?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[.-]\d{4}$/
const areaInParentheses = /^\(0?\d{1,4}\)[ -]?\d{2,4}(?:[ -]?\d{2,4}){1,3}$/
const trunkGroups = /^0\d{1,4}(?:([ .-])\d{2,4})(?:\1\d{2,4}){1,4}$/
const trunkSlash = /^0\d{2,5}[/-] ?\d{4,8}$/
const looseGroups = /^\d{1,4}(?:[ .-]\d{2,6}){1,4}$/
const dateLike = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?: |$)/
const numbersLike = /^\d{3}-\d{2}-\d{4}$|^\d{1,3}(?:\.\d{1,3}){3}$|^\d{4}([ -])\d{4}\1\d{4}\1\d{4}$/

interface PhoneForm {
  readonly pattern: RegExp
  readonly confidence: (raw: string, digits: string) => number
}

/** Ways of writing and how far each is believed alone; the first that matches decides. */
const forms: readonly PhoneForm[] = [
  { pattern: /^\+/, confidence: (_, digits) => (isInternational(digits) ? 0.95 : 0) },
  { pattern: northAmerican, confidence: (raw) => (raw.includes('(') ? 0.85 : 0.72) },
  { pattern: areaInParentheses, confidence: (_, digits) => (digits.length >= 7 ? 0.7 : 0) },
  {
    pattern: /^00[\d ()./-]*[ -]/,
    confidence: (_, digits) => (isInternational(digits.slice(2)) ? 0.75 : 0),
  },
  {
    pattern: trunkGroups,
    confidence: (_, digits) => (digits.length >= 9 && digits.length <= 12 ? 0.68 : 0.3),
  },
  { pattern: trunkSlash, confidence: () => 0.5 },
  { pattern: looseGroups, confidence: (_, digits) => (digits.length >= 6 ? 0.3 : 0) },
]

/** Confidence that a way of writing is a telephone number; 0 for none. */
function shapeConfidence(raw: string, digits: string): number {
  return forms.find((form) => form.pattern.test(raw))?.confidence(raw, digits) ?? 0
}

function isPlausible(raw: string, digits: string): boolean {
  if (digits.length < 5 || digits.length > 17) return false
  return !dateLike.test(raw) && !numbersLike.test(raw) && !/^(\d)\1*$/.test(digits)
}

const convincing = 0.6

function addPhone(scan: Scan, found: Candidate[], start: number, end: number): void {
  const raw = scan.text.slice(start, end)
  const digits = raw.replace(/\D/g, '')
  if (!isPlausible(raw, digits)) return
  const shape = shapeConfidence(raw, digits)
  if (shape < convincing && !isWhole(scan.text, start, end)) {
    addAfterCue(scan, found, start, end, shape > 0 || digits.length >= 8)
    return
  }
  const bare = raw.length === digits.length
  const isLong = digits.length >= (bare ? 7 : 6) && digits.length <= 15
  const named = isLong ? 0.9 : 0.55
  addMatch(scan, found, start, end, { type: 'PHONE_NUMBER', alone: shape, named, bare })
}

/** In prose a number in an open form counts after a word for calling. */
function addAfterCue(
  scan: Scan,
  found: Candidate[],
  start: number,
  end: number,
  isLikely: boolean,
): void {
  if (!isLikely || end - start > 20) return
  const before = scan.text.slice(Math.max(0, start - 40), start)
  if (!cue.test(before) || /card|iban|ssn/i.test(before)) return
  if (readingAt(scan, start, end).stance === 'opposed') return
  found.push(candidate('PHONE_NUMBER', 0.65, start, end))
}

const glued = /[\w#@$€£.:/=+-]/

function isBoundary(text: string, start: number): boolean {
  return start === 0 || !glued.test(text[start - 1] ?? '')
}

export const detectPhones: Detector = (scan, found) => {
  const { text, features } = scan
  if (features.digits < 5) return
  if (scan.kind === 'number' && !scan.reading.named.has('PHONE_NUMBER')) return
  let index = 0
  while (index < text.length) {
    if (!isStart(text.charCodeAt(index)) || !isBoundary(text, index)) {
      index += 1
      continue
    }
    const end = runEnd(text, index)
    if (end - index >= 5 && !/[\w%@]/.test(text[end] ?? '')) addPhone(scan, found, index, end)
    index = Math.max(end, index + 1)
  }
}
