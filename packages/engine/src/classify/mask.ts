import { limits } from '../limits.ts'
import { type DataTypeId, findDataType, isOwnTypeId } from './data-types.ts'

const dots = '••••'
const domainChars = 24

/** Types whose last four characters people use to recognise a value of their own. */
const lastFour: ReadonlySet<DataTypeId> = new Set<DataTypeId>([
  'CREDIT_CARD',
  'IBAN_CODE',
  'US_BANK_ACCOUNT',
  'PHONE_NUMBER',
  'US_SSN',
  'IMEI',
  'VIN',
])
const leastHidden = 4
/** Of a shorter value even the first character is too much. */
const leastShown = 3

/**
 * The only place that turns a value into something that may be shown: never more than its last four
 * characters or its first one, and the host of an e-mail address.
 */
export function maskValue(text: string, type: DataTypeId | null): string {
  const clean = text.trim()
  if (clean.length === 0) return ''
  if (clean.length < leastShown) return dots
  // Of what only its owners know, nobody else can say what may be shown.
  if (type !== null && isOwnTypeId(type)) return dots
  if (type === 'EMAIL_ADDRESS') return maskEmail(clean)
  if (type !== null && findDataType(type)?.category === 'SECRET') return dots
  if (type !== null && lastFour.has(type)) return maskTail(clean)
  return bounded(`${firstCharacter(clean)}${dots}`)
}

function maskEmail(text: string): string {
  const at = text.lastIndexOf('@')
  if (at <= 0) return bounded(`${firstCharacter(text)}${dots}`)
  const domain = text.slice(at + 1)
  if (domain.length > domainChars || /[^\w.-]/.test(domain)) return `${firstCharacter(text)}…@…`
  return bounded(`${firstCharacter(text)}…@${domain}`)
}

function maskTail(text: string): string {
  const bare = text.replace(/[\s./()-]/g, '')
  if (bare.length < leastHidden + 4) return dots
  return bounded(`${dots} ${printable(bare.slice(-4))}`)
}

/** By code point, so that half a pair is never shown. */
function firstCharacter(text: string): string {
  const [first = ''] = text.slice(0, 2)
  return printable(first)
}

function printable(text: string): string {
  return /^[\p{L}\p{N}]{1,8}$/u.test(text) ? text : '•'
}

function bounded(text: string): string {
  return text.slice(0, limits.maskedChars)
}
