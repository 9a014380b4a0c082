/** Remainder by 97 of a decimal number of any length. */
export function mod97(digits: string): number {
  let rest = 0
  for (let index = 0; index < digits.length; index += 1) {
    rest = (rest * 10 + digits.charCodeAt(index) - 48) % 97
  }
  return rest
}

/** ISO 7064 MOD 97-10 over digits and capital letters (A = 10 … Z = 35); 1 for a valid IBAN. */
export function mod97Alphanumeric(text: string): number {
  let rest = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    rest = code < 65 ? (rest * 10 + code - 48) % 97 : (rest * 100 + code - 55) % 97
  }
  return rest
}
