/** How much of a door's clients decisions may touch in one minute. */
export interface FuseLimits {
  /** Share of the clients of a minute one decision may refuse. */
  readonly perDecision: number
  /** The same for all decisions together: beyond it the door opens. */
  readonly perDoor: number
  /** Below so many clients a share says nothing. */
  readonly fewest: number
  /** Clients of a minute that are told apart; more are not looked at. */
  readonly most: number
  /** How long a blown fuse lets everything pass, in milliseconds. */
  readonly openMs: number
}

export const fuseLimits: FuseLimits = {
  perDecision: 0.02,
  perDoor: 0.2,
  fewest: 10,
  most: 20_000,
  openMs: 300_000,
}

const minuteMs = 60_000

/**
 * Keeps a decision that was made too wide from becoming an outage. It counts clients and not requests, so that
 * one attacker who goes on knocking does not open the door for himself.
 */
export class Fuse {
  readonly #limits: FuseLimits
  readonly #blown = new Map<string, number>()
  #openUntilMs = 0
  #minute = Number.NEGATIVE_INFINITY
  /** Clients of the minute before: a minute that has just begun knows few. */
  #seenBefore = 0
  #seen = new Set<string>()
  #refused = new Set<string>()
  #refusedBy = new Map<string, Set<string>>()

  constructor(limits: FuseLimits = fuseLimits) {
    this.#limits = limits
  }

  isOpen(nowMs: number): boolean {
    return nowMs < this.#openUntilMs
  }

  isBlown(decision: string, nowMs: number): boolean {
    const until = this.#blown.get(decision)
    if (until === undefined) return false
    if (nowMs < until) return true
    this.#blown.delete(decision)
    return false
  }

  saw(client: string, nowMs: number): void {
    if (nowMs - this.#minute >= minuteMs || nowMs < this.#minute) this.#begin(nowMs)
    if (this.#seen.size < this.#limits.most) this.#seen.add(client)
  }

  /** To be told after `saw`. False where the refusal must not be: the fuse is blown. */
  mayRefuse(decision: string, client: string, nowMs: number): boolean {
    if (this.isOpen(nowMs) || this.isBlown(decision, nowMs)) return false
    const clients = this.#refusedBy.get(decision) ?? new Set()
    this.#refusedBy.set(decision, clients)
    if (this.#seen.has(client)) {
      clients.add(client)
      this.#refused.add(client)
    }
    if (this.#isTooMany(clients.size, this.#limits.perDecision)) {
      this.#blown.set(decision, nowMs + this.#limits.openMs)
      return false
    }
    if (this.#isTooMany(this.#refused.size, this.#limits.perDoor)) {
      this.#openUntilMs = nowMs + this.#limits.openMs
      return false
    }
    return true
  }

  #isTooMany(clients: number, share: number): boolean {
    return (
      clients >= this.#limits.fewest &&
      clients > share * Math.max(this.#seen.size, this.#seenBefore)
    )
  }

  #begin(nowMs: number): void {
    const followed = nowMs - this.#minute < 2 * minuteMs
    this.#minute = nowMs
    this.#seenBefore = followed ? this.#seen.size : 0
    this.#seen = new Set()
    this.#refused = new Set()
    this.#refusedBy = new Map()
  }
}
