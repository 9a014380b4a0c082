import { setImmediate } from 'node:timers/promises'
import type { Answer, Cancel, Clock, Parcel, Transport } from '../ports.ts'

interface Wait {
  readonly at: number
  readonly task: () => void
  readonly held: boolean
}

/** Time that passes only when told to. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000
  #waits: Wait[] = []

  now(): number {
    return this.#now
  }

  schedule(delayMs: number, task: () => void, held = false): Cancel {
    const wait = { at: this.#now + delayMs, task, held }
    this.#waits.push(wait)
    return () => {
      this.#waits = this.#waits.filter((other) => other !== wait)
    }
  }

  /** Waits that would keep a process alive. */
  get held(): number {
    return this.#waits.filter(({ held }) => held).length
  }

  /** Lets time pass, running what becomes due in order, and the promises it starts. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await quiet()
      const [next] = this.#waits
        .filter(({ at }) => at <= end)
        .sort((left, right) => left.at - right.at)
      if (next === undefined) break
      this.#waits = this.#waits.filter((other) => other !== next)
      this.#now = Math.max(this.#now, next.at)
      next.task()
    }
    this.#now = end
    await quiet()
  }
}

/** Promises run to their end; none of those in these tests waits for the platform. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate()
}

export interface Attempt {
  readonly boot: string | undefined
  readonly seq: number
  readonly lines: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

type Reply = Partial<Answer> | null | 'hang'

/** A hub that answers as the test says; `reply` is asked at each attempt. */
export class ScriptedTransport implements Transport {
  readonly attempts: Attempt[] = []
  reply: (attempt: Attempt) => Reply = () => ({})
  closed = false

  post({ headers, body }: Parcel): Promise<Answer | null> {
    const attempt = {
      boot: headers['weir-boot'],
      seq: Number(headers['weir-seq']),
      lines: Buffer.from(body).toString().split('\n').slice(0, -1),
      headers,
      body,
    }
    this.attempts.push(attempt)
    const reply = this.reply(attempt)
    if (reply === 'hang') return new Promise(() => undefined)
    if (reply === null) return Promise.resolve(null)
    return Promise.resolve({ status: 202, retryAfter: undefined, body: '{}', ...reply })
  }

  close(): void {
    this.closed = true
  }
}
