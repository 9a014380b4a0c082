/** Luhn (ISO/IEC 7812-1 annex B): every second digit from the right counts double, digits summed. */
export function isLuhnValid(digits: string): boolean {
  return luhnSum(digits, digits.length % 2) % 10 === 0
}

function luhnSum(digits: string, doubledParity: number): number {
  let sum = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(index) - 48
    const counted = index % 2 === doubledParity ? digit * 2 : digit
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum
}
