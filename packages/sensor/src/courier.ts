import { pauseMs, retryAfterMs } from './back-off.ts'
import type { Tally } from './balance.ts'
import { type EncodedBatch, encodeBatch } from './encode-batch.ts'
import type { SensorLimits } from './limits.ts'
import { type Batch, bytesOf, type LineQueue } from './line-queue.ts'
import type { Answer, Cancel, Clock, Transport } from './ports.ts'
import { type Verdict, verdictOn } from './verdict.ts'

const nothing = new Uint8Array(0)

export interface CourierPorts {
  readonly clock: Clock
  readonly transport: Transport
  readonly random: () => number
}

export interface CourierOptions {
  readonly boot: string
  readonly key: string
  readonly agent: string
  readonly gzip: boolean
  readonly contentType: string
  readonly limits: SensorLimits
}

interface Shipment {
  readonly seq: number
  /** Null for an empty one. */
  readonly batch: Batch | null
  encoded: EncodedBatch | null
}

interface Waiter {
  readonly target: number
  readonly resolve: () => void
}

/** resting: nothing to do; gathering: a batch is filling; busy: one is on its way; paused: after a failure. */
type Phase = 'resting' | 'gathering' | 'due' | 'busy' | 'paused' | 'closed'

/** Carries lines from the queue to the hub, one batch at a time and in order. */
export class Courier {
  readonly #queue: LineQueue
  readonly #tally: Tally
  readonly #ports: CourierPorts
  readonly #options: CourierOptions
  #phase: Phase = 'resting'
  #cancel: Cancel = () => undefined
  #shipment: Shipment | null = null
  #seq = 0
  #failures = 0
  #pushed = 0
  #settled = 0
  #waiters: Waiter[] = []

  constructor(queue: LineQueue, tally: Tally, ports: CourierPorts, options: CourierOptions) {
    this.#queue = queue
    this.#tally = tally
    this.#ports = ports
    this.#options = options
    // An empty first batch: a new sensor shows on the hub before its first exchange.
    this.#wait('gathering', options.limits.batchMs)
  }

  /** True while the hub does not take what is sent. */
  get failing(): boolean {
    return this.#failures > 0
  }

  /** To be called after each line put into the queue. */
  pushed(): void {
    this.#pushed += 1
    if (this.#phase === 'resting') this.#wait('gathering', this.#options.limits.batchMs)
    if (this.#phase === 'gathering' && this.#queue.full) this.#wait('due', 0)
  }

  /** Sends without waiting for more; true when everything queued by now was settled in time. */
  flush(timeoutMs: number): Promise<boolean> {
    const target = this.#pushed
    if (this.#settled >= target || this.#phase === 'closed') {
      return Promise.resolve(this.#settled >= target)
    }
    return new Promise((resolve) => {
      const expire = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter)
        resolve(false)
      }
      const cancel = this.#ports.clock.schedule(timeoutMs, expire, true)
      const settle = (): void => {
        cancel()
        resolve(true)
      }
      const waiter = { target, resolve: settle }
      this.#waiters.push(waiter)
      if (this.#phase === 'resting' || this.#phase === 'gathering') this.#wait('due', 0)
    })
  }

  /** Ends everything; what is still held is counted as dropped. */
  close(): void {
    if (this.#phase === 'closed') return
    this.#phase = 'closed'
    this.#cancel()
    const onItsWay = this.#shipment?.batch ?? null
    this.#shipment = null
    if (onItsWay !== null) this.#queue.settle(onItsWay)
    const count = this.#queue.clear() + (onItsWay?.lines ?? 0)
    this.#tally.dropped('closed', count)
    this.#settle(count)
    this.#ports.transport.close()
  }

  #wait(phase: Phase, delayMs: number): void {
    this.#cancel()
    this.#phase = phase
    this.#cancel = this.#ports.clock.schedule(delayMs, () => {
      this.#phase = 'busy'
      this.#deliver().catch(() => this.#conclude(null))
    })
  }

  async #deliver(): Promise<void> {
    this.#shipment ??= this.#nextShipment()
    const shipment = this.#shipment
    const { seq, batch } = shipment
    const bytes = batch === null ? nothing : bytesOf(batch)
    shipment.encoded ??= await encodeBatch(bytes, this.#options.gzip)
    const answer = await this.#ports.transport.post({
      headers: this.#headers(seq, shipment.encoded.coding),
      body: shipment.encoded.body,
      timeoutMs: this.#options.limits.attemptMs,
    })
    this.#conclude(answer)
  }

  #nextShipment(): Shipment {
    this.#seq += 1
    return { seq: this.#seq, batch: this.#queue.take(), encoded: null }
  }

  #headers(seq: number, coding: EncodedBatch['coding']): Readonly<Record<string, string>> {
    const { observed, sent, dropped, droppedBy } = this.#tally.read(this.#queue.lines)
    const reasons = Object.entries(droppedBy).filter(([, count]) => count > 0)
    return {
      authorization: `Bearer ${this.#options.key}`,
      'content-type': this.#options.contentType,
      'user-agent': this.#options.agent,
      'weir-boot': this.#options.boot,
      'weir-seq': String(seq),
      'weir-observed': String(observed),
      'weir-sent': String(sent),
      'weir-dropped': String(dropped),
      ...(reasons.length === 0
        ? {}
        : { 'weir-dropped-by': reasons.map(([reason, count]) => `${reason}=${count}`).join(', ') }),
      ...(coding === null ? {} : { 'content-encoding': coding }),
    }
  }

  #conclude(answer: Answer | null): void {
    if (this.#phase === 'closed') return
    const verdict = verdictOn(answer)
    if (verdict === 'retry' || this.#shipment === null) return this.#pause(answer)
    const { batch } = this.#shipment
    this.#failures = 0
    this.#shipment = null
    if (batch !== null) this.#part(batch, verdict)
    this.#proceed()
  }

  #part(batch: Batch, verdict: Exclude<Verdict, 'retry'>): void {
    if (verdict === 'split' && this.#queue.split(batch)) return
    this.#queue.settle(batch)
    if (verdict === 'sent') this.#tally.sent(batch.lines)
    else this.#tally.dropped(verdict === 'split' ? 'too-large' : 'refused', batch.lines)
    this.#settle(batch.lines)
  }

  #pause(answer: Answer | null): void {
    this.#failures += 1
    const { clock, random } = this.#ports
    const asked = retryAfterMs(answer?.retryAfter, clock.now())
    this.#wait('paused', pauseMs(this.#failures, asked, random, this.#options.limits))
  }

  #proceed(): void {
    const { batchMs, heartbeatMs } = this.#options.limits
    if (!this.#queue.waiting) this.#wait('resting', heartbeatMs)
    else if (this.#waiters.length > 0 || this.#queue.full) this.#wait('due', 0)
    else this.#wait('gathering', batchMs)
  }

  #settle(count: number): void {
    this.#settled += count
    const due = this.#waiters.filter(({ target }) => target <= this.#settled)
    this.#waiters = this.#waiters.filter(({ target }) => target > this.#settled)
    for (const waiter of due) waiter.resolve()
  }
}
