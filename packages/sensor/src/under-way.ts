/** What can stand in one list; null on both sides where it is at an end, or in none. */
export interface Linked<Self> {
  older: Self | null
  newer: Self | null
}

/**
 * The exchanges under way, from the oldest. A list and no Set: the table a Set leaves behind when it makes room points to
 * the one that follows, so that once the first has grown old each collection of garbage keeps what has long ended.
 */
export class UnderWay<Held extends Linked<Held>> implements Iterable<Held> {
  #oldest: Held | null = null
  #newest: Held | null = null
  #size = 0

  get size(): number {
    return this.#size
  }

  get oldest(): Held | null {
    return this.#oldest
  }

  add(held: Held): void {
    held.older = this.#newest
    if (this.#newest === null) this.#oldest = held
    else this.#newest.newer = held
    this.#newest = held
    this.#size += 1
  }

  /** False when it is not among them. */
  delete(held: Held): boolean {
    const { older, newer } = held
    if (older === null && this.#oldest !== held) return false
    if (older === null) this.#oldest = newer
    else older.newer = newer
    if (newer === null) this.#newest = older
    else newer.older = older
    // One that ended must not keep others.
    held.older = null
    held.newer = null
    this.#size -= 1
    return true
  }

  /** The one at hand may be deleted meanwhile. */
  *[Symbol.iterator](): Generator<Held> {
    let held = this.#oldest
    while (held !== null) {
      const { newer } = held
      yield held
      held = newer
    }
  }
}
