import type { DecisionHits } from '@weir/schema/decision'

/** Hits by decision since the last report that was answered. */
export class Hits {
  #counts = new Map<string, number>()

  count(id: string): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0
  }

  /** Taken for a report; to be put back where nobody heard it. */
  take(isBlown: (id: string) => boolean): readonly DecisionHits[] {
    const taken = [...this.#counts].map(([id, hits]) => ({ id, hits, blown: isBlown(id) }))
    this.#counts = new Map()
    return taken
  }

  putBack(hits: readonly DecisionHits[]): void {
    for (const one of hits) {
      this.#counts.set(one.id, (this.#counts.get(one.id) ?? 0) + one.hits)
    }
  }
}
