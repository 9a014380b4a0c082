/** Verhoeff's dihedral check (J. Verhoeff, "Error Detecting Decimal Codes", 1969). */
const permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

const positions = buildPositions()

function buildPositions(): readonly (readonly number[])[] {
  const table: number[][] = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]]
  for (let row = 1; row < 8; row += 1) {
    const previous = table[row - 1] ?? []
    table.push(permutation.map((_, digit) => previous[permutation[digit] ?? 0] ?? 0))
  }
  return table
}

/** Product in the dihedral group of order 10, where 5…9 are the reflections. */
function multiply(left: number, right: number): number {
  if (left < 5) return right < 5 ? (left + right) % 5 : 5 + ((left + right) % 5)
  return right < 5 ? 5 + ((left - right) % 5) : (left - right + 5) % 5
}

export function isVerhoeffValid(digits: string): boolean {
  let check = 0
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48
    check = multiply(check, positions[index % 8]?.[digit] ?? 0)
  }
  return check === 0
}
