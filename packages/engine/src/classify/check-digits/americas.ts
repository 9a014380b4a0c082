import { isLuhnValid } from './luhn.ts'
import { digitAt, isRepeated, weightedSum } from './weighted.ts'
import { hasMonthDay } from './calendar.ts'

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

export const employerPrefixes: ReadonlySet<string> = new Set(
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
