/** Counts calls of one client under one decision. */
interface Bucket {
  /** Calls left now. */
  tokens: number
  atMs: number
}

/**
 * Token buckets: each client of a throttling decision may spend `calls` at once and gets them back evenly
 * over the period. The number of clients is bounded; the one seen longest ago starts anew.
 */
export class Throttle {
  readonly #most: number
  readonly #buckets = new Map<string, Bucket>()

  constructor(most: number) {
    this.#most = most
  }

  /** Zero where the call may pass, else the seconds after which the next one may. */
  waitSeconds(
    client: string,
    rate: { readonly calls: number; readonly per_s: number },
    nowMs: number,
  ): number {
    const perMs = rate.calls / (rate.per_s * 1_000)
    const known = this.#buckets.get(client)
    const left =
      known === undefined
        ? rate.calls
        : Math.min(rate.calls, known.tokens + Math.max(0, nowMs - known.atMs) * perMs)
    const passes = left >= 1
    this.#buckets.delete(client)
    this.#buckets.set(client, { tokens: passes ? left - 1 : left, atMs: nowMs })
    if (this.#buckets.size > this.#most) this.#forgetOldest()
    return passes ? 0 : Math.max(1, Math.ceil((1 - left) / perMs / 1_000))
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}
