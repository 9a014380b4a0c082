import { grouped, rounded } from './numbers.ts'

const two = (value: number): string => value.toString().padStart(2, '0')

/** `02:14:36` on the reader's clock. */
export function clockTime(ms: number): string {
  const date = new Date(ms)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** `02:14`. */
export function hourMinute(ms: number): string {
  return clockTime(ms).slice(0, 5)
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** `12 Nov`. */
export function dayMonth(ms: number): string {
  const date = new Date(ms)
  return `${date.getDate()} ${months[date.getMonth()] ?? ''}`
}

/** With day and zone, for what shows on hover. */
export function fullTime(ms: number): string {
  const date = new Date(ms)
  const east = -date.getTimezoneOffset()
  const zone = `${east < 0 ? '−' : '+'}${two(Math.floor(Math.abs(east) / 60))}:${two(Math.abs(east) % 60)}`
  return `${dayMonth(ms)} ${date.getFullYear()}, ${clockTime(ms)} UTC${zone}`
}

/** `8 s`, `6 min`, `3 h`, `12 d`: the largest unit that fits. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000
  if (seconds < 1) return `${grouped(Math.round(Math.max(0, ms)))} ms`
  if (seconds < 60) return `${rounded(seconds, 2)} s`
  if (seconds < 3_600) return `${grouped(Math.floor(seconds / 60))} min`
  if (seconds < 172_800) return `${grouped(Math.floor(seconds / 3_600))} h`
  return `${grouped(Math.floor(seconds / 86_400))} d`
}

/** `+0.9 s`, `+1 min 35 s`: an offset in a timeline. */
export function offset(ms: number): string {
  const seconds = ms / 1_000
  if (seconds < 1) return `+${rounded(ms, 2)} ms`
  if (seconds < 60) return `+${rounded(seconds, 3)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `+${minutes} min ${Math.floor(seconds % 60)} s`
  return `+${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
