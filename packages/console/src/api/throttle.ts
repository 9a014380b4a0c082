/** Timers, so that a test brings its own. */
export interface Timers {
  readonly now: () => number
  readonly later: (run: () => void, ms: number) => void
}

/**
 * Collects words and hands them on at most once per interval: at once when it was quiet, else at
 * the interval's end, so that nothing is lost and the page is touched rarely.
 */
export function createBatcher(
  hand: (words: ReadonlySet<string>) => void,
  intervalMs: number,
  timers: Timers,
): (words: readonly string[]) => void {
  let waiting = new Set<string>()
  let lastMs = Number.NEGATIVE_INFINITY
  let isDue = false
  const flush = (): void => {
    isDue = false
    lastMs = timers.now()
    const words = waiting
    waiting = new Set()
    hand(words)
  }
  return (words) => {
    for (const word of words) waiting.add(word)
    if (isDue || waiting.size === 0) return
    const waitMs = lastMs + intervalMs - timers.now()
    isDue = true
    if (waitMs <= 0) flush()
    else timers.later(flush, waitMs)
  }
}
