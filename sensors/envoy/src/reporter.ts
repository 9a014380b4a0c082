import { AnalysisQueue, type DropReason, type ExchangeSensor } from '@weir/sensor'
import type { ExchangeFacts } from './exchange-facts.ts'
import { exchangeLine } from './exchange-line.ts'
import type { EnvoyLimits } from './limits.ts'

/** Takes what the services saw, and puts it into lines when nobody waits for a decision. */
export class Reporter {
  readonly #sensor: ExchangeSensor
  readonly #service: string | undefined
  readonly #queue: AnalysisQueue
  #count = 0

  constructor(sensor: ExchangeSensor, service: string | undefined, limits: EnvoyLimits) {
    this.#sensor = sensor
    this.#service = service
    this.#queue = new AnalysisQueue(limits)
  }

  /** Exchanges that wait to be put into lines. */
  get backlog(): number {
    return this.#queue.length
  }

  /** False while nothing more can be held: then nothing need be kept. */
  get isOpen(): boolean {
    return this.#sensor.open()
  }

  now(): number {
    return this.#sensor.now()
  }

  /** One that was asked for (`capture`) is sent whatever the sampling says. */
  report(facts: ExchangeFacts, isAskedFor = false): void {
    const fits = this.#queue.push(facts.bytes, () => this.#put(facts, isAskedFor))
    if (!fits) this.#sensor.drop('overload')
  }

  drop(reason: DropReason): void {
    this.#sensor.drop(reason)
  }

  /** Puts everything into lines now. */
  finish(): void {
    this.#queue.finish()
  }

  #put(facts: ExchangeFacts, isAskedFor: boolean): void {
    this.#count += 1
    const id = `${this.#sensor.boot}-${this.#count.toString(36)}`
    try {
      this.#sensor.observe(exchangeLine(facts, { id, service: this.#service }), isAskedFor)
    } catch {
      this.#sensor.drop('fault')
    }
  }
}
