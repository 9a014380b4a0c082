import { ByteBudget, type ExchangeSensor, type Linked, UnderWay } from '@weir/sensor'
import { BodyTap } from './body-tap.ts'
import { exchangeLine, type Sight } from './line.ts'
import type { NodeLimits } from './limits.ts'

/** An exchange under way. */
export interface Capture extends Linked<Capture> {
  readonly vantage: 'client' | 'server'
  readonly ts: number
  readonly request: BodyTap
  readonly response: BodyTap
  /** What is known now; null when there is nothing to tell. */
  readonly look: () => Sight | null
  /** A decision asks for it, so it is sent whatever the sampling says. */
  isAskedFor: boolean
}

const sweepEveryMs = 1_000

/** Keeps the exchanges under way, bounded, and reports each exactly once. */
export class Recorder {
  readonly #sensor: ExchangeSensor
  readonly #service: string | undefined
  readonly #limits: NodeLimits
  readonly #budget: ByteBudget
  readonly #open = new UnderWay<Capture>()
  #count = 0
  #swept = 0

  constructor(sensor: ExchangeSensor, service: string | undefined, limits: NodeLimits) {
    this.#sensor = sensor
    this.#service = service
    this.#limits = limits
    this.#budget = new ByteBudget(limits.captureBytes)
  }

  /** Exchanges under way and the bytes held for them. */
  get load(): { readonly exchanges: number; readonly bytes: number } {
    return { exchanges: this.#open.size, bytes: this.#budget.used }
  }

  /** To be asked before an exchange begins: one that could not be kept costs nothing but its count. */
  admits(): boolean {
    if (this.#sensor.open()) return true
    this.#sensor.drop('queue-full')
    return false
  }

  begin(vantage: Capture['vantage'], look: Capture['look']): Capture {
    const ts = this.#sensor.now()
    this.#sweep(ts)
    const { bodyBytes } = this.#limits
    const capture: Capture = {
      vantage,
      ts,
      look,
      isAskedFor: false,
      older: null,
      newer: null,
      request: new BodyTap(bodyBytes, this.#budget),
      response: new BodyTap(bodyBytes, this.#budget),
    }
    this.#open.add(capture)
    return capture
  }

  /** Keeps so much of each body of this one. */
  widen(capture: Capture, bodyBytes: number): void {
    capture.isAskedFor = true
    capture.request.raise(bodyBytes)
    capture.response.raise(bodyBytes)
  }

  /** Reports an exchange; one already reported is left alone, one that never began is forgotten. */
  finish(capture: Capture, pressed = false): void {
    if (!this.#open.delete(capture)) return
    try {
      const sight = capture.look()
      if (sight === null) return pressed ? this.#sensor.drop('overload') : undefined
      this.#count += 1
      const { boot } = this.#sensor
      const about = {
        id: `${boot}-${this.#count.toString(36)}`,
        service: this.#service,
        headerChars: this.#limits.headerChars,
        now: this.#sensor.now(),
      }
      this.#sensor.observe(exchangeLine(capture, sight, about), capture.isAskedFor)
    } finally {
      capture.request.release()
      capture.response.release()
    }
  }

  /** Runs code of ours inside the host: what it throws is counted and goes no further. */
  readonly guard = (work: () => void): void => {
    try {
      work()
    } catch {
      this.#sensor.drop('fault')
    }
  }

  /** Reports what takes too long or is too much; also what the host lost without closing it. */
  #sweep(now: number): void {
    const crowded = this.#open.size >= this.#limits.openExchanges
    if (!crowded && now - this.#swept < sweepEveryMs) return
    this.#swept = now
    let excess = this.#open.size - this.#limits.openExchanges + 1
    for (const capture of this.#open) {
      excess -= 1
      if (excess >= 0) this.finish(capture, true)
      else if (this.#isOverdue(capture, now)) this.finish(capture)
    }
  }

  #isOverdue(capture: Capture, now: number): boolean {
    const age = now - capture.ts
    if (age < this.#limits.streamMs) return false
    return age > this.#limits.unansweredMs || capture.response.size > 0
  }
}
