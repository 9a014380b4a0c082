/** Sum of digits times weights, from the left; digits past the weights do not count. */
export function weightedSum(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < weights.length; index += 1) {
    sum += (digits.charCodeAt(index) - 48) * (weights[index] ?? 0)
  }
  return sum
}

/** Like `weightedSum`, but a product above nine counts as the sum of its two digits. */
export function weightedDigitSum(digits: string, weights: readonly number[]): number {
  let sum = 0
  for (let index = 0; index < weights.length; index += 1) {
    const product = (digits.charCodeAt(index) - 48) * (weights[index] ?? 0)
    sum += product > 9 ? Math.floor(product / 10) + (product % 10) : product
  }
  return sum
}

/** The digit at a place as a number; NaN past the end. */
export function digitAt(digits: string, index: number): number {
  return digits.charCodeAt(index) - 48
}

/** True when every character is the same. */
export function isRepeated(text: string): boolean {
  for (let index = 1; index < text.length; index += 1) {
    if (text[index] !== text[0]) return false
  }
  return true
}
