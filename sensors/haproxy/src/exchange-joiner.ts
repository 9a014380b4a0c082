import type { ExchangeSensor } from '@weir/sensor'
import { exchangeLine } from './exchange-line.ts'
import type { HaproxyLimits } from './limits.ts'
import type { RequestFacts, ResponseFacts } from './message-facts.ts'
import { OpenExchanges, type Transaction } from './open-exchanges.ts'

/** Joins the request and the response of one transaction, bounded, and reports each exchange exactly once. */
export class ExchangeJoiner {
  readonly #sensor: ExchangeSensor
  readonly #service: string | undefined
  readonly #limits: HaproxyLimits
  readonly #open = new OpenExchanges<RequestFacts>()
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
    this.#report(request, null)
    this.#open.add({ request, since: this.#sensor.now() })
    this.#bytes += request.bytes
    this.#makeRoom()
  }

  response(response: ResponseFacts): void {
    if (!this.#report(response, response)) this.#unmatched += 1
  }

  /** Reports requests that have waited long enough, or all of them. */
  sweep(all = false): void {
    const overdue = this.#sensor.now() - this.#limits.unansweredMs
    for (let oldest = this.#open.oldest; oldest !== null; oldest = this.#open.oldest) {
      if (!all && oldest.since > overdue) return
      this.#report(oldest.request, null)
    }
  }

  #makeRoom(): void {
    const { openExchanges, openBytes } = this.#limits
    for (let oldest = this.#open.oldest; oldest !== null; oldest = this.#open.oldest) {
      if (this.#open.size <= openExchanges && this.#bytes <= openBytes) return
      this.#report(oldest.request, null)
    }
  }

  #report(transaction: Transaction, response: ResponseFacts | null): boolean {
    const exchange = this.#open.take(transaction)
    if (exchange === null) return false
    const { request } = exchange
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
