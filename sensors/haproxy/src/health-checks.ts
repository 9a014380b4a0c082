/**
 * What HAProxy's health checks are told. An agent that is about to end refuses them and serves on: HAProxy then asks
 * no more and shuts its connections, and no request waits for an answer that does not come.
 */
export class HealthChecks {
  #checkedAt = Number.NEGATIVE_INFINITY
  #refusals: number | null = null

  /** Takes a check; false where HAProxy shall look for another agent. */
  answer(): boolean {
    this.#checkedAt = performance.now()
    if (this.#refusals === null) return true
    this.#refusals += 1
    return false
  }

  /** From now on no check is passed. */
  refuse(): void {
    this.#refusals ??= 0
  }

  /** Of refused checks. */
  get refusals(): number {
    return this.#refusals ?? 0
  }

  /** Whether anybody has checked in the last `ms` milliseconds. */
  within(ms: number): boolean {
    return performance.now() - this.#checkedAt <= ms
  }
}
