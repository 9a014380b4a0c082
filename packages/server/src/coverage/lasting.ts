const units = [
  { ms: 86_400_000, word: 'd' },
  { ms: 3_600_000, word: 'h' },
  { ms: 60_000, word: 'min' },
  { ms: 1_000, word: 's' },
] as const

/** A time as a person says it: `4 s`, `3 min`, `2 h`. Takes milliseconds. */
export function lasting(ms: number): string {
  const unit = units.find((one) => ms >= one.ms) ?? { ms: 1_000, word: 's' }
  return `${Math.floor(ms / unit.ms)} ${unit.word}`
}
