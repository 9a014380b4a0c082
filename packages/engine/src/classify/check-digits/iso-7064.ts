/** ISO 7064 MOD 11-2: the last character may be X for ten. */
export function isMod11Radix2Valid(text: string): boolean {
  let sum = 0
  for (let index = 0; index < text.length - 1; index += 1) {
    sum = ((sum + text.charCodeAt(index) - 48) * 2) % 11
  }
  const last = text[text.length - 1]
  const check = last === 'X' || last === 'x' ? 10 : Number(last)
  return (sum + check) % 11 === 1
}

/** ISO 7064 MOD 11,10 over digits. */
export function isMod11Hybrid10Valid(digits: string): boolean {
  let product = 10
  for (let index = 0; index < digits.length - 1; index += 1) {
    const sum = (digits.charCodeAt(index) - 48 + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (product + digits.charCodeAt(digits.length - 1) - 48) % 10 === 1
}
