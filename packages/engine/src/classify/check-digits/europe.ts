import { isMod11Hybrid10Valid } from './iso-7064.ts'
import { isLuhnValid } from './luhn.ts'
import { mod97 } from './mod-97.ts'
import { travelDocumentDigit } from './travel-document.ts'
import { digitAt, isRepeated, weightedDigitSum, weightedSum } from './weighted.ts'
import { hasDayMonth } from './calendar.ts'

const tenToTwo = [10, 9, 8, 7, 6, 5, 4, 3, 2]

export function isNhsNumber(digits: string): boolean {
  const check = 11 - (weightedSum(digits, tenToTwo) % 11)
  return (check === 11 ? 0 : check) === digitAt(digits, 9) && !isRepeated(digits)
}

export function isTaxpayerReference(digits: string): boolean {
  const rest = weightedSum(digits.slice(1), [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11
  return '21987654321'[rest] === digits[0]
}

export const unissuedPrefixes: ReadonlySet<string> = new Set([
  'BG',
  'GB',
  'KN',
  'NK',
  'NT',
  'TN',
  'ZZ',
])

/** Months of women are written 51 … 62. */
export function isDrivingLicence(compact: string): boolean {
  const month = Number(compact.slice(6, 8)) % 50
  const day = Number(compact.slice(8, 10))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** One digit two or three times, never three in a row, and all others at most once. */
export function isGermanTaxId(digits: string): boolean {
  const counts = new Map<string, number>()
  for (const digit of digits.slice(0, 10)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  const repeated = [...counts.values()].filter((count) => count > 1)
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3 || /(\d)\1\1/.test(digits.slice(0, 10)))
    return false
  return isMod11Hybrid10Valid(digits)
}

const pensionWeights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]

export function isGermanPensionNumber(compact: string): boolean {
  const letter = compact.charCodeAt(8) - 64
  const digits = `${compact.slice(0, 8)}${String(letter).padStart(2, '0')}${compact.slice(9, 11)}`
  const month = Number(compact.slice(4, 6))
  const day = Number(compact.slice(2, 4))
  const isDay = (day >= 1 && day <= 31) || (day >= 51 && day <= 81)
  if (!isDay || month < 1 || month > 12) return false
  return weightedDigitSum(digits, pensionWeights) % 10 === digitAt(compact, 11)
}

/** Cards before 2010 are T and eight digits without a check. */
export function isGermanIdCard(compact: string): boolean {
  if (/^T\d{8}$/.test(compact)) return true
  return travelDocumentDigit(compact.slice(0, 8)) === digitAt(compact, 8)
}

export function isFrenchInsuranceNumber(compact: string): boolean {
  const month = Number(compact.slice(3, 5))
  const isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50
  const digits = compact.slice(0, 13).replace('2A', '19').replace('2B', '18')
  return isMonth && 97 - mod97(digits) === Number(compact.slice(13))
}

const spanishLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'

export function isSpanishNumber(compact: string): boolean {
  const digits = compact.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2')
  return spanishLetters[Number(digits) % 23] === compact[compact.length - 1]
}

const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]

/** Letters of the first table stand for the digits of the same place (0 = A … 9 = J). */
export function isItalianCode(compact: string): boolean {
  let sum = 0
  for (let index = 0; index < 15; index += 1) {
    const code = compact.charCodeAt(index)
    const value = code < 58 ? code - 48 : code - 65
    sum += index % 2 === 0 ? (oddValues[value] ?? 0) : value
  }
  return (sum % 26) + 65 === compact.charCodeAt(15)
}

export function isDutchNumber(digits: string): boolean {
  const sum = weightedSum(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1])
  return sum % 11 === 0 && !isRepeated(digits)
}

export function isBelgianNumber(digits: string): boolean {
  const body = digits.slice(0, 9)
  const check = Number(digits.slice(9))
  if (97 - mod97(body) !== check && 97 - mod97(`2${body}`) !== check) return false
  return Number(digits.slice(2, 4)) <= 12 && Number(digits.slice(4, 6)) <= 31
}

/** The century is added to the month: 80 for 18xx, 20 for 20xx, 40 for 21xx, 60 for 22xx. */
export function isPesel(digits: string): boolean {
  const month = Number(digits.slice(2, 4)) % 20
  const day = Number(digits.slice(4, 6))
  if (month < 1 || month > 12 || day < 1 || day > 31) return false
  const sum = weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3])
  return (10 - (sum % 10)) % 10 === digitAt(digits, 10)
}

/** Co-ordination numbers add 60 to the day. */
export function isSwedishNumber(digits: string): boolean {
  const short = digits.slice(-10)
  if (digits.length === 12 && !/^(?:18|19|20)/.test(digits)) return false
  const day = Number(short.slice(4, 6))
  const month = Number(short.slice(2, 4))
  const isDay = (day >= 1 && day <= 31) || (day >= 61 && day <= 91)
  return isDay && month >= 1 && month <= 12 && isLuhnValid(short)
}

export function isNorwegianNumber(digits: string): boolean {
  const day = Number(digits.slice(0, 2)) % 40
  const month = Number(digits.slice(2, 4)) % 40
  if (day < 1 || day > 31 || month < 1 || month > 12) return false
  const first = (11 - (weightedSum(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11
  const second = (11 - (weightedSum(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  return first === digitAt(digits, 9) && second === digitAt(digits, 10)
}

const finnishLetters = '0123456789ABCDEFHJKLMNPRSTUVWXY'

/** Compact form without the century sign: DDMMYY, three digits, check. */
export function isFinnishCode(compact: string): boolean {
  const digits = compact.replace(/[^0-9].{4}$/, '')
  const tail = compact.slice(-4)
  const rest = Number(digits.slice(0, 6) + tail.slice(0, 3)) % 31
  return hasDayMonth(compact, 0) && finnishLetters[rest] === tail[3]
}

export function isTurkishNumber(digits: string): boolean {
  const at = (index: number): number => digitAt(digits, index)
  const odd = at(0) + at(2) + at(4) + at(6) + at(8)
  const even = at(1) + at(3) + at(5) + at(7)
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  return tenth === at(9) && (odd + even + tenth) % 10 === at(10)
}
