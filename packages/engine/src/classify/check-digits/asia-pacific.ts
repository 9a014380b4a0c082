import { isMod11Radix2Valid } from './iso-7064.ts'
import { isLuhnValid } from './luhn.ts'
import { isVerhoeffValid } from './verhoeff.ts'
import { digitAt, isRepeated, weightedDigitSum, weightedSum } from './weighted.ts'
import { hasDayMonth, hasMonthDay } from './calendar.ts'

export function isAustralianTaxFile(digits: string): boolean {
  return weightedSum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0 && !isRepeated(digits)
}

export function isAustralianMedicare(digits: string): boolean {
  return weightedSum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(digits, 8)
}

export function isAustralianBusiness(digits: string): boolean {
  const sum = weightedSum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19])
  return (sum - 10) % 89 === 0
}

export function isAustralianCompany(digits: string): boolean {
  const sum = weightedSum(digits, [8, 7, 6, 5, 4, 3, 2, 1])
  return (10 - (sum % 10)) % 10 === digitAt(digits, 8)
}

export function isNewZealandTax(digits: string): boolean {
  const padded = digits.padStart(9, '0')
  const number = Number(padded)
  if (number < 10_000_000 || number > 150_000_000) return false
  const first = (11 - (weightedSum(padded, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11
  if (first < 10) return first === digitAt(padded, 8)
  const second = (11 - (weightedSum(padded, [7, 4, 3, 2, 5, 2, 7, 6]) % 11)) % 11
  return second === digitAt(padded, 8)
}

export function isAadhaar(digits: string): boolean {
  const isPalindrome = digits === [...digits].reverse().join('')
  return !isPalindrome && isVerhoeffValid(digits)
}

const base36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

export function isIndianTaxpayerCode(compact: string): boolean {
  const state = Number(compact.slice(0, 2))
  if (state < 1 || state > 38) return false
  let sum = 0
  for (let index = 0; index < 14; index += 1) {
    const product = base36.indexOf(compact[index] ?? '') * (index % 2 === 0 ? 1 : 2)
    sum += Math.floor(product / 36) + (product % 36)
  }
  return base36[(36 - (sum % 36)) % 36] === compact[14]
}

export function isSingaporeNumber(compact: string): boolean {
  const prefix = compact[0] ?? ''
  const offset = prefix === 'T' || prefix === 'G' ? 4 : prefix === 'M' ? 3 : 0
  const rest = (weightedSum(compact.slice(1), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11
  const letters = prefix === 'M' ? 'XWUTRQPNJLK' : prefix < 'H' ? 'XWUTRQPNMLK' : 'JZIHGFEDCBA'
  const place = prefix === 'M' ? 10 - rest : rest
  return letters[place] === compact[8]
}

/** One letter counts as a blank (36) and itself; A = 10. */
export function isHongKongCard(compact: string): boolean {
  const padded = compact.padStart(9, ' ')
  let sum = 0
  for (let index = 0; index < 8; index += 1) {
    const code = padded.charCodeAt(index)
    const value = code === 32 ? 36 : code < 58 ? code - 48 : code - 55
    sum += value * (9 - index)
  }
  const last = padded[8] === 'A' ? 10 : digitAt(padded, 8)
  return (sum + last) % 11 === 0
}

const taiwanLetters = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

export function isTaiwanNumber(compact: string): boolean {
  const region = taiwanLetters.indexOf(compact[0] ?? '') + 10
  const digits = `${region}${compact.slice(1)}`
  return weightedSum(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0
}

/** Numbers issued after October 2020 carry no check digit, so the date decides. */
export function isKoreanNumber(digits: string): boolean {
  if (!hasMonthDay(digits, 2)) return false
  const sum = weightedSum(digits, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])
  return (11 - (sum % 11)) % 10 === digitAt(digits, 12) || Number(digits.slice(0, 2)) >= 20
}

export function isJapaneseNumber(digits: string): boolean {
  const rest = weightedSum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return (rest <= 1 ? 0 : 11 - rest) === digitAt(digits, 11) && !isRepeated(digits)
}

export function isChineseNumber(compact: string): boolean {
  const province = Number(compact.slice(0, 2))
  const isProvince = province >= 11 && province <= 82
  return isProvince && hasMonthDay(compact, 10) && isMod11Radix2Valid(compact)
}

export function isThaiNumber(digits: string): boolean {
  const sum = weightedSum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
  return (11 - (sum % 11)) % 10 === digitAt(digits, 12)
}

/** Women add 40 to the day of birth. */
export function isIndonesianNumber(digits: string): boolean {
  const province = Number(digits.slice(0, 2))
  const day = String(Number(digits.slice(6, 8)) % 40).padStart(2, '0')
  return province >= 11 && province <= 96 && hasDayMonth(day + digits.slice(8, 10), 0)
}

export function isSouthAfricanNumber(digits: string): boolean {
  return hasMonthDay(digits, 2) && isLuhnValid(digits)
}

export function isIsraeliNumber(digits: string): boolean {
  return weightedDigitSum(digits, [1, 2, 1, 2, 1, 2, 1, 2, 1]) % 10 === 0 && !isRepeated(digits)
}
