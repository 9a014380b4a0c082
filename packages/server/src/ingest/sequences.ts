export interface SequenceEntry {
  readonly sensor: string
  readonly boot: string
  readonly seq: number
}

/**
 * The last batch of each start of each sensor, as of the newest frame of the spool. A sensor sends one
 * batch at a time with rising numbers, so a number at or below the last is a repeat.
 */
export class Sequences {
  readonly #last = new Map<string, number>()
  readonly #underWay = new Map<string, Promise<unknown>>()

  note(sensor: string, boot: string, seq: number): void {
    const key = keyOf(sensor, boot)
    const last = Math.max(this.#last.get(key) ?? 0, seq)
    // Put in again at the end: what has not been heard of for longest is forgotten first.
    this.#last.delete(key)
    this.#last.set(key, last)
    if (this.#last.size <= rememberedBoots) return
    const oldest = this.#last.keys().next()
    if (oldest.done !== true) this.#last.delete(oldest.value)
  }

  isRepeat(sensor: string, boot: string, seq: number): boolean {
    return seq <= (this.#last.get(keyOf(sensor, boot)) ?? 0)
  }

  /** Longest not heard of first. */
  entries(): readonly SequenceEntry[] {
    return [...this.#last].map(([key, seq]) => {
      const [boot = '', sensor = ''] = key.split('\n')
      return { sensor, boot, seq }
    })
  }

  /** Batches of one start one after the other: a repeat may arrive while the first is being written. */
  async inTurn<Value>(sensor: string, boot: string, act: () => Promise<Value>): Promise<Value> {
    const key = keyOf(sensor, boot)
    const before = this.#underWay.get(key) ?? Promise.resolve()
    const done = before.then(act, act)
    this.#underWay.set(key, done)
    try {
      return await done
    } finally {
      if (this.#underWay.get(key) === done) this.#underWay.delete(key)
    }
  }
}

/** Starts of all sensors whose last number is remembered. */
export const rememberedBoots = 16_384

function keyOf(sensor: string, boot: string): string {
  return `${boot}\n${sensor}`
}
