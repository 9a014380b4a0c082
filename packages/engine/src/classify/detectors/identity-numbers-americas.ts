import { isLuhnValid } from '../check-digits/luhn.ts'
import { digitAt, isRepeated, weightedSum } from '../check-digits/weighted.ts'
import { always, hasMonthDay, type IdentityRule } from '../identity-rule.ts'

const publishedInAdverts: ReadonlySet<string> = new Set(['078051120', '219099999', '123456789'])

export function isSocialSecurityNumber(digits: string): boolean {
  const area = digits.slice(0, 3)
  if (area === '000' || area === '666' || area >= '900') return false
  if (digits.slice(3, 5) === '00' || digits.slice(5) === '0000') return false
  return !publishedInAdverts.has(digits) && !isRepeated(digits)
}

export function isTaxpayerNumber(digits: string): boolean {
  const group = Number(digits.slice(3, 5))
  const isAssigned = (group >= 50 && group <= 65) || (group >= 70 && group <= 88)
  return isAssigned || (group >= 90 && group <= 92) || (group >= 94 && group <= 99)
}

const employerPrefixes: ReadonlySet<string> = new Set(
  '01 02 03 04 05 06 10 11 12 13 14 15 16 20 21 22 23 24 25 26 27 30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 71 72 73 74 75 76 77 80 81 82 83 84 85 86 87 88 90 91 92 93 94 95 98 99'.split(
    ' ',
  ),
)

export function isPrescriberNumber(compact: string): boolean {
  const digits = compact.slice(2)
  const odd = digitAt(digits, 0) + digitAt(digits, 2) + digitAt(digits, 4)
  const even = digitAt(digits, 1) + digitAt(digits, 3) + digitAt(digits, 5)
  return (odd + 2 * even) % 10 === digitAt(digits, 6)
}

const cpfFirst = [10, 9, 8, 7, 6, 5, 4, 3, 2]
const cnpjFirst = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]

function brazilianDigit(text: string, weights: readonly number[]): number {
  const rest = weightedSum(text, weights) % 11
  return rest < 2 ? 0 : 11 - rest
}

export function isCpf(digits: string): boolean {
  if (isRepeated(digits)) return false
  if (brazilianDigit(digits, cpfFirst) !== digitAt(digits, 9)) return false
  return brazilianDigit(digits, [11, ...cpfFirst]) === digitAt(digits, 10)
}

/** Letters count as their ASCII code less 48, as for digits (Receita Federal, alphanumeric CNPJ). */
export function isCnpj(compact: string): boolean {
  if (isRepeated(compact)) return false
  if (brazilianDigit(compact, cnpjFirst) !== digitAt(compact, 12)) return false
  return brazilianDigit(compact, [6, ...cnpjFirst]) === digitAt(compact, 13)
}

const curpAlphabet = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ'
const rfcAlphabet = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ'

function valueSum(text: string, alphabet: string, firstWeight: number): number {
  let sum = 0
  for (let index = 0; index < text.length; index += 1) {
    sum += alphabet.indexOf(text[index] ?? '') * (firstWeight - index)
  }
  return sum
}

export function isCurp(compact: string): boolean {
  const sum = valueSum(compact.slice(0, 17), curpAlphabet, 18)
  return (10 - (sum % 10)) % 10 === digitAt(compact, 17) && hasMonthDay(compact, 6)
}

export function isRfc(compact: string): boolean {
  const padded = compact.padStart(13, ' ')
  if (!hasMonthDay(padded, 6)) return false
  const check = 11 - (valueSum(padded.slice(0, 12), rfcAlphabet, 13) % 11)
  return padded[12] === (check === 11 ? '0' : check === 10 ? 'A' : String(check))
}

const cuitWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]

export function isCuit(digits: string): boolean {
  const check = (11 - (weightedSum(digits, cuitWeights) % 11)) % 11
  return check === digitAt(digits, 10)
}

export function isRut(compact: string): boolean {
  let sum = 0
  for (let index = compact.length - 2, weight = 2; index >= 0; index -= 1) {
    sum += digitAt(compact, index) * weight
    weight = weight === 7 ? 2 : weight + 1
  }
  const check = (11 - (sum % 11)) % 11
  const body = compact.slice(0, -1)
  return compact.endsWith(check === 10 ? 'K' : String(check)) && !isRepeated(body)
}

export function isCanadianInsuranceNumber(digits: string): boolean {
  return isLuhnValid(digits) && !isRepeated(digits)
}

const unitedStates: readonly IdentityRule[] = [
  { type: 'US_SSN', lengths: [9], shape: /^\d{9}$/, layout: /^\d{3}([- ]?)\d{2}\1\d{4}$/, valid: isSocialSecurityNumber, alone: 0, aloneFormatted: 0.75, named: 0.9 },
  { type: 'US_ITIN', lengths: [9], shape: /^9\d{8}$/, layout: /^\d{3}([- ]?)\d{2}\1\d{4}$|^\d{3}-?\d{2}-?\d{4}$/, valid: isTaxpayerNumber, alone: 0, aloneFormatted: 0.75, named: 0.9 },
  { type: 'US_EIN', lengths: [9], shape: /^\d{9}$/, layout: /^\d{2}-?\d{7}$/, valid: (digits) => employerPrefixes.has(digits.slice(0, 2)), alone: 0, aloneFormatted: 0.2, named: 0.85 },
  { type: 'US_PASSPORT', lengths: [9], shape: /^[A-Z]\d{8}$|^\d{9}$/, layout: /^[A-Za-z0-9]{9}$/, valid: always, alone: 0, named: 0.8 },
  { type: 'US_DRIVER_LICENSE', lengths: [7, 8, 9, 10, 11, 12, 13, 14], shape: /^(?:[A-Z]\d{6,13}|[A-Z]{2}\d{6,7}|\d{7,12}|[A-Z]\d{3}[A-Z]{3}\d{3,5})$/, valid: always, alone: 0, named: 0.75 },
  { type: 'US_MBI', lengths: [11], shape: /^[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}$/, layout: /^[A-Za-z0-9]{4}(-?)[A-Za-z0-9]{3}\1[A-Za-z0-9]{4}$/, valid: always, alone: 0.75, named: 0.95 },
  { type: 'US_NPI', lengths: [10], shape: /^[12]\d{9}$/, layout: /^\d{10}$/, valid: (digits) => isLuhnValid(`80840${digits}`), alone: 0.1, named: 0.95 },
  { type: 'US_DEA', lengths: [9], shape: /^[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}$/, layout: /^[A-Za-z0-9]{9}$/, valid: isPrescriberNumber, alone: 0.35, named: 0.95 },
]

const otherAmericas: readonly IdentityRule[] = [
  { type: 'CA_SIN', lengths: [9], shape: /^[1-79]\d{8}$/, layout: /^\d{3}([- ]?)\d{3}\1\d{3}$/, valid: isCanadianInsuranceNumber, alone: 0, aloneFormatted: 0.5, named: 0.95 },
  { type: 'CA_HEALTH', lengths: [10, 11, 12], shape: /^[1-9]\d{9}[A-Z]{0,2}$/, layout: /^\d{4}([- ]?)\d{3}\1\d{3}[- ]?[A-Za-z]{0,2}$/, valid: (compact) => isLuhnValid(compact.slice(0, 10)), alone: 0, aloneFormatted: 0.4, named: 0.9 },
  { type: 'BR_CPF', lengths: [11], shape: /^\d{11}$/, layout: /^\d{11}$|^\d{3}\.\d{3}\.\d{3}-\d{2}$|^\d{9}-\d{2}$/, valid: isCpf, alone: 0.45, aloneFormatted: 0.95, named: 0.98 },
  { type: 'BR_CNPJ', lengths: [14], shape: /^[A-Z0-9]{12}\d{2}$/, layout: /^[A-Za-z0-9]{12}\d{2}$|^[A-Za-z0-9]{2}\.[A-Za-z0-9]{3}\.[A-Za-z0-9]{3}\/[A-Za-z0-9]{4}-\d{2}$/, valid: isCnpj, alone: 0.4, aloneFormatted: 0.95, named: 0.98 },
  { type: 'MX_CURP', lengths: [18], shape: /^[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{2}[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9]\d$/, layout: /^[A-Za-z0-9]{18}$/, valid: isCurp, alone: 0.95, named: 0.99, unmistakable: true },
  { type: 'MX_RFC', lengths: [12, 13], shape: /^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{2}[0-9A]$/, layout: /^[A-Za-zÑñ&]{3,4}-?\d{6}-?[A-Za-z0-9]{3}$/, valid: isRfc, alone: 0.7, named: 0.95 },
  { type: 'AR_CUIT', lengths: [11], shape: /^(?:20|23|24|25|26|27|30|33|34)\d{9}$/, layout: /^\d{2}(-?)\d{8}\1\d$/, valid: isCuit, alone: 0.3, aloneFormatted: 0.85, named: 0.97 },
  { type: 'CL_RUT', lengths: [8, 9], shape: /^\d{7,8}[0-9K]$/, layout: /^\d{1,2}\.\d{3}\.\d{3}-[0-9Kk]$|^\d{7,8}-?[0-9Kk]$/, valid: isRut, alone: 0, aloneFormatted: 0.7, named: 0.95 },
]

export const americasRules: readonly IdentityRule[] = [...unitedStates, ...otherAmericas]
