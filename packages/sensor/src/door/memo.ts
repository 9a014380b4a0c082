/**
 * What was worked out before, for what comes again: two generations of at most `most` entries, so that memory is
 * bounded and what is in use stays.
 */
export class Memo<Value> {
  readonly #most: number
  readonly #longest: number
  #young = new Map<string, Value>()
  #old = new Map<string, Value>()

  /** Names longer than `longestName` are worked out each time: they are anybody's to send. */
  constructor(most: number, longestName: number) {
    this.#most = most
    this.#longest = longestName
  }

  get(name: string, workOut: () => Value): Value {
    const recent = this.#young.get(name)
    if (recent !== undefined) return recent
    const value = this.#old.get(name) ?? workOut()
    if (name.length <= this.#longest) this.#keep(name, value)
    return value
  }

  #keep(name: string, value: Value): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(name, value)
  }
}
