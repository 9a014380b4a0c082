import type { Finding } from '@weir/engine'
import type { Hub } from '@weir/server'

/** A finding and when the demo heard of it. */
export interface HeardFinding {
  readonly finding: Finding
  /** Unix time in milliseconds. */
  readonly heardMs: number
}

/** Collects what Weir says, so that a step can wait for it. */
export class Ear {
  readonly #all: HeardFinding[] = []
  readonly #waiting = new Set<() => void>()

  constructor(hub: Pick<Hub, 'subscribe'>) {
    hub.subscribe((event) => {
      if (event.kind !== 'finding' || event.change !== 'raised') return
      this.#all.push({ finding: event.finding, heardMs: Date.now() })
      for (const wake of this.#waiting) wake()
    })
  }

  get count(): number {
    return this.#all.length
  }

  since(index: number): readonly HeardFinding[] {
    return this.#all.slice(index)
  }

  /** Waits until a finding of the tracker is there, counted from `index`; false when it stays away. */
  async hears(tracker: string, index: number, timeoutMs: number): Promise<boolean> {
    const there = (): boolean =>
      this.since(index).some(({ finding }) => finding.tracker === tracker)
    if (there()) return true
    return new Promise((resolve) => {
      const settle = (result: boolean): void => {
        clearTimeout(timer)
        this.#waiting.delete(wake)
        resolve(result)
      }
      const wake = (): void => {
        if (there()) settle(true)
      }
      const timer = setTimeout(() => settle(false), timeoutMs)
      this.#waiting.add(wake)
    })
  }
}
