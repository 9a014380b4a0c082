import type { Refusal } from '../http/answer.ts'

/** Somebody whose requests are refused, and why. */
export interface TurnedAwaySender {
  readonly address: string
  /** Where it sends to. */
  readonly path: string
  readonly status: number
  readonly title: string
  /** What it has to do. */
  readonly detail: string
  readonly times: number
  /** Unix time in milliseconds. */
  readonly lastMs: number
}

const mostSenders = 256
const rememberedMs = 3_600_000
/** Refusals a sender waits out by itself. */
const passing: ReadonlySet<number> = new Set([429, 503])

/** Who sends in vain: with a wrong key, or in a form nobody reads. Remembered for an hour. */
export class TurnedAway {
  readonly #now: () => number
  /** By sender and reason; the one heard of longest ago comes first. */
  readonly #senders = new Map<string, TurnedAwaySender>()

  constructor(now: () => number) {
    this.#now = now
  }

  note(address: string | undefined, path: string, { status, title, detail }: Refusal): void {
    if (passing.has(status)) return
    const sender = plainAddress(address)
    const id = `${sender} ${path} ${title}`
    const times = (this.#senders.get(id)?.times ?? 0) + 1
    this.#senders.delete(id)
    const lastMs = this.#now()
    this.#senders.set(id, { address: sender, path, status, title, detail, times, lastMs })
    if (this.#senders.size <= mostSenders) return
    const [oldest] = this.#senders.keys()
    if (oldest !== undefined) this.#senders.delete(oldest)
  }

  /** The newest first. */
  all(): readonly TurnedAwaySender[] {
    const since = this.#now() - rememberedMs
    return [...this.#senders.values()].filter(({ lastMs }) => lastMs > since).toReversed()
  }
}

/** An IPv4 address of a socket that listens for both is written as one. */
function plainAddress(address: string | undefined): string {
  return address === undefined ? 'unknown' : address.replace(/^::ffff:(?=\d+\.)/, '')
}
