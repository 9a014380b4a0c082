import type { Random } from './random.ts'

/** Appends the digit that makes the sum of ISO/IEC 7812-1 annex B come out. */
export function withLuhnDigit(digits: string): string {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return `${digits}${(10 - (sum % 10)) % 10}`
}

/** A card number that passes every check a number alone can pass; no bank issued it. */
export function cardNumber(random: Random): string {
  const prefix = random.pick(['4000', '4539', '4916', '5204', '5412', '5555', '2221'])
  return withLuhnDigit(`${prefix}${random.digits(11)}`)
}

/** A social security number of a form that is issued: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function socialSecurityNumber(random: Random): string {
  const area = random.int(1, 898)
  const group = random.int(1, 99)
  const serial = random.int(1, 9999)
  return `${padded(area === 666 ? 899 : area, 3)}-${padded(group, 2)}-${padded(serial, 4)}`
}

const ibanForms = [
  { country: 'DE', bank: () => '50010517', length: 10 },
  { country: 'NL', bank: () => 'WEIR', length: 10 },
  { country: 'GB', bank: () => 'WEIR', length: 14 },
  { country: 'FR', bank: () => '20041', length: 18 },
]

/** An IBAN whose check digits are right (ISO 13616); the bank codes are invented. */
export function iban(random: Random): string {
  const { country, bank, length } = random.pick(ibanForms)
  const account = `${bank()}${random.digits(length)}`
  const check = 98 - remainderOf97(`${account}${country}00`)
  return `${country}${padded(check, 2)}${account}`
}

function remainderOf97(text: string): number {
  let rest = 0
  for (const sign of text) {
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest
}

/** A telephone number of the range kept for fiction (555-0100 to 555-0199). */
export function phoneNumber(random: Random): string {
  const area = random.pick(['202', '212', '305', '312', '415', '512', '617', '702', '206', '404'])
  return `+1-${area}-555-01${random.digits(2)}`
}

export function padded(value: number, length: number): string {
  return String(value).padStart(length, '0')
}
