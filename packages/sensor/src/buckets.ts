/** What can lie in one bucket; null at the end of it, and in none. */
export interface Chained<Self> {
  nextInBucket: Self | null
}

/**
 * What is found by a number that counts up, so that neighbours in time lie in buckets of their own. No `Map`, for the
 * reason of `UnderWay`: entries come and go here, and what is taken out leads nowhere.
 */
export class Buckets<Held extends Chained<Held>> {
  readonly #heads: (Held | null)[]

  constructor(count: number) {
    this.#heads = Array.from({ length: count }, () => null)
  }

  /** The first in the bucket of this number; the others are chained to it. */
  first(number: number): Held | null {
    return this.#heads[number % this.#heads.length] ?? null
  }

  add(number: number, held: Held): void {
    held.nextInBucket = this.first(number)
    this.#heads[number % this.#heads.length] = held
  }

  /** False where it is not among them. */
  delete(number: number, held: Held): boolean {
    let before: Held | null = null
    let found = this.first(number)
    while (found !== null && found !== held) {
      before = found
      found = found.nextInBucket
    }
    if (found === null) return false
    if (before === null) this.#heads[number % this.#heads.length] = held.nextInBucket
    else before.nextInBucket = held.nextInBucket
    held.nextInBucket = null
    return true
  }

  /** What is in them now; they may change meanwhile. */
  all(): Held[] {
    const all: Held[] = []
    for (const head of this.#heads) {
      for (let held = head; held !== null; held = held.nextInBucket) all.push(held)
    }
    return all
  }
}
