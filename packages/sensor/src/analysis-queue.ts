import { performance } from 'node:perf_hooks'

export interface AnalysisBounds {
  readonly backlogMessages: number
  readonly backlogBytes: number
  readonly turnMs: number
}

interface Task {
  readonly bytes: number
  readonly run: () => void
}

/**
 * Work that is done when no acknowledgement waits: a little in each turn of the event loop, in order, and
 * bounded. A full queue refuses what is new.
 */
export class AnalysisQueue {
  readonly #bounds: AnalysisBounds
  #tasks: (Task | undefined)[] = []
  #next = 0
  #bytes = 0
  #scheduled = false

  constructor(bounds: AnalysisBounds) {
    this.#bounds = bounds
  }

  get length(): number {
    return this.#tasks.length - this.#next
  }

  /** False when there is no room. */
  push(bytes: number, run: () => void): boolean {
    const { backlogMessages, backlogBytes } = this.#bounds
    if (this.length >= backlogMessages || this.#bytes + bytes > backlogBytes) return false
    this.#tasks.push({ bytes, run })
    this.#bytes += bytes
    if (!this.#scheduled) this.#schedule()
    return true
  }

  /** Does all of it now. */
  finish(): void {
    this.#work(Number.POSITIVE_INFINITY)
  }

  #schedule(): void {
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#work(performance.now() + this.#bounds.turnMs)
      if (this.length > 0) this.#schedule()
    })
  }

  #work(until: number): void {
    do {
      const task = this.#tasks[this.#next]
      if (task === undefined) break
      // What it holds can go at once.
      this.#tasks[this.#next] = undefined
      this.#next += 1
      this.#bytes -= task.bytes
      task.run()
    } while (performance.now() < until)
    this.#forgetDone()
  }

  #forgetDone(): void {
    if (this.#next < this.#tasks.length && this.#next < 1_024) return
    this.#tasks = this.#tasks.slice(this.#next)
    this.#next = 0
  }
}
