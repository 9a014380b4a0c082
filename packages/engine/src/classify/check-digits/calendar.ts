/** A month and a day of some year. */
export function isDate(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= (daysIn[month - 1] ?? 0)
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Month and day written as MMDD at a place of the text. */
export function hasMonthDay(text: string, at: number): boolean {
  return isDate(Number(text.slice(at, at + 2)), Number(text.slice(at + 2, at + 4)))
}

/** Day and month written as DDMM at a place of the text. */
export function hasDayMonth(text: string, at: number): boolean {
  return isDate(Number(text.slice(at + 2, at + 4)), Number(text.slice(at, at + 2)))
}
