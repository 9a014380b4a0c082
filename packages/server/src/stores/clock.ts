/** Time as parts that work by the clock need it; tests turn it by hand. */
export interface Clock {
  /** Unix time in milliseconds. */
  now(): number
  /** Acts once per period until the returned function is called. */
  every(periodMs: number, act: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  every: (periodMs, act) => {
    const timer = setInterval(act, periodMs)
    timer.unref()
    return () => clearInterval(timer)
  },
}
