/** Milliseconds to the microsecond: more digits say nothing, and are sent all the same. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}
