/** What is found by its id; the table links what falls into one place. */
export interface Placed<Item> {
  readonly id: number
  nextInPlace: Item | null
}

/** Ids of streams count up in twos, so that their lower bits spread them evenly. */
const places = 256

/**
 * The open streams of one connection. A `Map` in which each entry lives for a moment grows, is copied and
 * outlives young collections again and again; this one never moves.
 */
export class StreamTable<Item extends Placed<Item>> {
  readonly #heads: (Item | null)[] = Array.from({ length: places }, () => null)
  #size = 0

  get size(): number {
    return this.#size
  }

  get(id: number): Item | null {
    let item = this.#heads[placeOf(id)] ?? null
    while (item !== null && item.id !== id) item = item.nextInPlace
    return item
  }

  add(item: Item): void {
    const place = placeOf(item.id)
    item.nextInPlace = this.#heads[place] ?? null
    this.#heads[place] = item
    this.#size += 1
  }

  /** False where it was not there. */
  delete(item: Item): boolean {
    const place = placeOf(item.id)
    let before: Item | null = null
    let found = this.#heads[place] ?? null
    while (found !== null && found !== item) {
      before = found
      found = found.nextInPlace
    }
    if (found === null) return false
    if (before === null) this.#heads[place] = item.nextInPlace
    else before.nextInPlace = item.nextInPlace
    item.nextInPlace = null
    this.#size -= 1
    return true
  }

  /** What is in it now; it may change meanwhile. */
  all(): Item[] {
    const items: Item[] = []
    for (const head of this.#heads) {
      for (let item = head; item !== null; item = item.nextInPlace) items.push(item)
    }
    return items
  }
}

function placeOf(id: number): number {
  return (id >> 1) & (places - 1)
}
