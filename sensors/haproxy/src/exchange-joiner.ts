import type { ExchangeSensor } from '@weir/sensor'
import { exchangeLine } from './exchange-line.ts'
import type { HaproxyLimits } from './limits.ts'
import type { RequestFacts, ResponseFacts } from './message-facts.ts'

interface OpenExchange {
  readonly request: RequestFacts
  /** On this process's clock. */
  readonly since: number
}

/** Joins the request and the response of one transaction, bounded, and reports each exchange exactly once. */
export class ExchangeJoiner {
  readonly #sensor: ExchangeSensor
  readonly #service: string | undefined
  readonly #limits: HaproxyLimits
  /** Oldest first. */
  readonly #open = new Map<string, OpenExchange>()
  #bytes = 0
  #count = 0
  #unmatched = 0

  constructor(sensor: ExchangeSensor, service: string | undefined, limits: HaproxyLimits) {
    this.#sensor = sensor
    this.#service = service
    this.#limits = limits
  }

  /** Requests that wait for their response, and the bytes held for them. */
  get load(): { readonly exchanges: number; readonly bytes: number } {
    return { exchanges: this.#open.size, bytes: this.#bytes }
  }

  /** Responses whose request never came, was dropped, or was reported before them. */
  get unmatched(): number {
    return this.#unmatched
  }

  request(request: RequestFacts): void {
    if (!this.#sensor.open()) return this.#sensor.drop('queue-full')
    // A second request of one transaction: a configuration that tells twice.
    this.#report(request.key, null)
    this.#open.set(request.key, { request, since: this.#sensor.now() })
    this.#bytes += request.bytes
    this.#makeRoom()
  }

  response(response: ResponseFacts): void {
    if (!this.#report(response.key, response)) this.#unmatched += 1
  }

  /** Reports requests that have waited long enough, or all of them. */
  sweep(all = false): void {
    const overdue = this.#sensor.now() - this.#limits.unansweredMs
    for (const [key, { since }] of this.#open) {
      if (!all && since > overdue) return
      this.#report(key, null)
    }
  }

  #makeRoom(): void {
    const { openExchanges, openBytes } = this.#limits
    for (const key of this.#open.keys()) {
      if (this.#open.size <= openExchanges && this.#bytes <= openBytes) return
      this.#report(key, null)
    }
  }

  #report(key: string, response: ResponseFacts | null): boolean {
    const exchange = this.#open.get(key)
    if (exchange === undefined) return false
    const { request } = exchange
    this.#open.delete(key)
    this.#bytes -= request.bytes
    this.#count += 1
    const { captureBytes } = request
    const about = {
      id: `${this.#sensor.boot}-${this.#count.toString(36)}`,
      service: this.#service,
      bodyBytes: Math.max(this.#limits.bodyBytes, captureBytes),
    }
    this.#sensor.observe(exchangeLine(request, response, about), captureBytes > 0)
    return true
  }
}
