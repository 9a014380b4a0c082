import type { Exchange, Vantage } from '@weir/schema'

/** What a sensor showed of late. */
export interface Sight {
  /** The time the counts speak of, in seconds. */
  readonly windowS: number
  readonly exchanges: number
  /** Exchanges per second, over the last whole minute. */
  readonly ratePerS: number
  readonly vantages: readonly Vantage[]
  /** With a body that was cut off. */
  readonly truncated: number
  /** Without a response. */
  readonly unanswered: number
  /** Connections nobody could read. */
  readonly unreadable: number
  /** Shown by another sensor as well, and counted there. */
  readonly secondary: number
  /** From the end of an exchange to its arrival, in milliseconds; mean. Null where no end is known. */
  readonly lagMs: number | null
}

const minuteMs = 60_000
const windowMinutes = 10

interface Minute {
  /** Minutes since the Unix epoch. */
  readonly number: number
  exchanges: number
  truncated: number
  unanswered: number
  unreadable: number
  secondary: number
  lagSumMs: number
  ended: number
}

/** Counts what one sensor shows, by minute of arrival. */
export class SensorSight {
  readonly #minutes: Minute[] = []
  readonly #vantages = new Map<Vantage, number>()

  note(exchange: Exchange, isPrimary: boolean, arrivalMs: number): void {
    const minute = this.#minuteOf(Math.floor(arrivalMs / minuteMs))
    const { request, response, kind, vantage, ts, durationMs } = exchange
    minute.exchanges += 1
    if (request?.truncated === true || response?.truncated === true) minute.truncated += 1
    if (kind === 'flow') minute.unreadable += 1
    else if (kind === 'http' && response === null) minute.unanswered += 1
    if (!isPrimary) minute.secondary += 1
    if (vantage !== undefined) this.#vantages.set(vantage, minute.number)
    if (durationMs !== undefined) {
      minute.ended += 1
      minute.lagSumMs += Math.max(0, arrivalMs - ts - durationMs)
    }
  }

  sight(nowMs: number): Sight {
    const now = Math.floor(nowMs / minuteMs)
    const recent = this.#minutes.filter(({ number }) => now - number < windowMinutes)
    const sum = (of: Exclude<keyof Minute, 'number'>): number =>
      recent.reduce((total, minute) => total + minute[of], 0)
    const last = recent.find(({ number }) => number === now - 1)
    const ended = sum('ended')
    return {
      windowS: (windowMinutes * minuteMs) / 1_000,
      exchanges: sum('exchanges'),
      ratePerS: (last?.exchanges ?? 0) / (minuteMs / 1_000),
      vantages: [...this.#vantages]
        .filter(([, number]) => now - number < windowMinutes)
        .map(([vantage]) => vantage)
        .toSorted(),
      truncated: sum('truncated'),
      unanswered: sum('unanswered'),
      unreadable: sum('unreadable'),
      secondary: sum('secondary'),
      lagMs: ended === 0 ? null : sum('lagSumMs') / ended,
    }
  }

  /** Frames come in the order of their arrival; a clock that was set back makes the newest minute longer. */
  #minuteOf(number: number): Minute {
    const newest = this.#minutes.at(-1)
    if (newest !== undefined && number <= newest.number) return newest
    const minute: Minute = {
      number,
      exchanges: 0,
      truncated: 0,
      unanswered: 0,
      unreadable: 0,
      secondary: 0,
      lagSumMs: 0,
      ended: 0,
    }
    this.#minutes.push(minute)
    if (this.#minutes.length > windowMinutes) this.#minutes.shift()
    return minute
  }
}
