import { AsyncResource } from 'node:async_hooks'
import { performance } from 'node:perf_hooks'
// Taken from the module when it loads: a host's tests may replace the global ones.
import { clearTimeout, setTimeout } from 'node:timers'
import type { Cancel, Clock } from './ports.ts'

/** How far the two clocks of the platform may part before the steady one is set again. */
const driftMs = 20

/** The platform's clock: wall time with the fractions of the steady clock. */
export function systemClock(): Clock {
  // A timer keeps the asynchronous context it was made in; the host's must not live on in ours.
  const context = new AsyncResource('WeirSensor', { requireManualDestroy: true })
  let offset = performance.timeOrigin
  return {
    now: () => {
      const steady = performance.now()
      const wall = Date.now()
      if (Math.abs(steady + offset - wall) > driftMs) offset = wall - steady
      return steady + offset
    },
    schedule: (delayMs, task, held = false) =>
      context.runInAsyncScope(() => startTimer(delayMs, task, held)),
  }
}

function startTimer(delayMs: number, task: () => void, held: boolean): Cancel {
  const timer = setTimeout(task, delayMs)
  if (!held) timer.unref()
  return () => clearTimeout(timer)
}
