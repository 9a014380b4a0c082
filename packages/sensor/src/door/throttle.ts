/** Counts calls of one client under one decision. */
interface Bucket {
  /** What is left, in milliseconds times calls. */
  credit: number
  atMs: number
}

/**
 * Token buckets: each client of a throttling decision may spend `calls` at once and gets them back evenly
 * over the period. The number of clients is bounded; the one seen longest ago starts anew.
 *
 * Each millisecond brings as many units as calls are allowed, and a call costs those of a whole period: all of it whole
 * numbers, so that every door says the same seconds.
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
    const cost = rate.per_s * 1_000
    const most = rate.calls * cost
    const atMs = Math.round(nowMs)
    const known = this.#buckets.get(client)
    const left =
      known === undefined
        ? most
        : Math.min(most, known.credit + Math.max(0, atMs - known.atMs) * rate.calls)
    const passes = left >= cost
    this.#buckets.delete(client)
    this.#buckets.set(client, { credit: passes ? left - cost : left, atMs })
    if (this.#buckets.size > this.#most) this.#forgetOldest()
    return passes ? 0 : Math.ceil((cost - left) / (rate.calls * 1_000))
  }

  #forgetOldest(): void {
    const [oldest] = this.#buckets.keys()
    if (oldest !== undefined) this.#buckets.delete(oldest)
  }
}
