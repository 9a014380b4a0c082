export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs

/** `2026-03-03T12:00:00Z`. */
export function isoSeconds(ts: number): string {
  return `${new Date(ts).toISOString().slice(0, 19)}Z`
}

/** `2026-03-03`. */
export function isoDate(ts: number): string {
  return new Date(ts).toISOString().slice(0, 10)
}

/** `Tue, 03 Mar 2026 12:00:00 GMT` (RFC 9110 §5.6.7). */
export function httpDate(ts: number): string {
  return new Date(ts).toUTCString()
}
