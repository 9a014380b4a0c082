/** ICAO Doc 9303 check digit: weights 7, 3, 1 over 0-9, A-Z = 10…35, `<` = 0. */
export function travelDocumentDigit(text: string): number {
  let sum = 0
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    const value = code === 60 ? 0 : code < 58 ? code - 48 : code - 55
    sum += value * (index % 3 === 0 ? 7 : index % 3 === 1 ? 3 : 1)
  }
  return sum % 10
}
