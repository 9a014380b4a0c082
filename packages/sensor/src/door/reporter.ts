import type { DoorReport } from '@weir/schema/decision'
import type { Cancel, Clock, Transport } from '../ports.ts'
import type { Hits } from './hits.ts'
import type { DoorLimits } from './limits.ts'

type Hitless = Omit<DoorReport, 'hits'>

interface ReporterOptions {
  readonly transport: Transport
  readonly key: string
  readonly clock: Clock
  readonly limits: DoorLimits
  readonly hits: Hits
  readonly isBlown: (id: string) => boolean
  readonly read: () => Hitless
}

/** Tells the hub what the door has applied and whom it has touched: soon after a change, else now and then. */
export class Reporter {
  readonly #options: ReporterOptions
  #cancel: Cancel | null = null
  #dueMs = Number.POSITIVE_INFINITY
  #isBusy = false
  #isClosed = false

  constructor(options: ReporterOptions) {
    this.#options = options
    this.#in(options.limits.reportMs)
  }

  /** Something changed that the hub wants to hear of. */
  changed(): void {
    this.#in(this.#options.limits.settleMs)
  }

  close(): void {
    this.#isClosed = true
    this.#cancel?.()
    this.#options.transport.close()
  }

  #in(ms: number): void {
    const { clock } = this.#options
    const due = clock.now() + ms
    if (this.#isClosed || due >= this.#dueMs) return
    this.#cancel?.()
    this.#dueMs = due
    this.#cancel = clock.schedule(ms, () => void this.#report())
  }

  async #report(): Promise<void> {
    this.#dueMs = Number.POSITIVE_INFINITY
    const { limits } = this.#options
    if (!this.#isBusy) {
      this.#isBusy = true
      await this.#send()
      this.#isBusy = false
    }
    this.#in(limits.reportMs)
  }

  async #send(): Promise<void> {
    const { transport, key, limits, hits, isBlown, read } = this.#options
    const taken = hits.take(isBlown)
    const report: DoorReport = { ...read(), hits: taken }
    const answer = await transport.post({
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(report)),
      timeoutMs: limits.reportTimeoutMs,
    })
    if (answer === null || answer.status >= 300) hits.putBack(taken)
  }
}
