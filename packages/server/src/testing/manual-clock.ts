import type { Clock } from '../stores/clock.ts'

export interface ManualClock extends Clock {
  /** Lets time pass; everything due acts in order. */
  advance(ms: number): void
}

interface Timer {
  readonly periodMs: number
  readonly act: () => void
  dueMs: number
}

export function manualClock(startMs = 1_000_000): ManualClock {
  let nowMs = startMs
  const timers = new Set<Timer>()
  const next = (untilMs: number): Timer | undefined =>
    [...timers]
      .filter(({ dueMs }) => dueMs <= untilMs)
      .sort((left, right) => left.dueMs - right.dueMs)[0]
  return {
    now: () => nowMs,
    every: (periodMs, act) => {
      const timer = { periodMs, act, dueMs: nowMs + periodMs }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance: (ms) => {
      const untilMs = nowMs + ms
      for (let timer = next(untilMs); timer !== undefined; timer = next(untilMs)) {
        nowMs = timer.dueMs
        timer.dueMs += timer.periodMs
        timer.act()
      }
      nowMs = untilMs
    },
  }
}
