import { usageError } from '../exit.ts'

const units = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
])

/** `30s`, `5m`, `1h`, `7d`; a number alone is seconds. */
export function seconds(flag: string, text: string): number {
  const [, digits, unit = 's'] = /^(\d{1,9})([smhd]?)$/.exec(text) ?? []
  if (digits === undefined)
    throw usageError(`${flag} ${text}: expected a time such as 30s, 5m, 1h or 7d`)
  return Number(digits) * (units.get(unit === '' ? 's' : unit) ?? 1)
}
