export interface QueueBounds {
  readonly bytes: number
  readonly lines: number
}

/** Lines taken together; they stay counted in the queue until they are settled or given back. */
export interface TakenLines {
  readonly lines: readonly string[]
  readonly bytes: number
}

interface Entry {
  readonly line: string
  readonly bytes: number
}

/**
 * First in, first out, bounded by bytes and by count; what is on its way counts too. A full queue refuses
 * what is new: what waits is older evidence, and refusing costs nothing.
 */
export class LineQueue {
  readonly #bounds: QueueBounds
  #waiting: Entry[] = []
  #head = 0
  #bytes = 0
  #taken = 0
  #waitingBytes = 0

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds
  }

  /** Lines held, waiting or on their way. */
  get length(): number {
    return this.#waiting.length - this.#head + this.#taken
  }

  /** Bytes held, waiting or on their way. */
  get bytes(): number {
    return this.#bytes
  }

  get waiting(): number {
    return this.#waiting.length - this.#head
  }

  get waitingBytes(): number {
    return this.#waitingBytes
  }

  /** False when nothing more fits, whatever its size. */
  get open(): boolean {
    return this.length < this.#bounds.lines && this.#bytes < this.#bounds.bytes
  }

  /** False when the line does not fit; it is then not kept. */
  push(line: string): boolean {
    const bytes = Buffer.byteLength(line) + 1
    if (this.length >= this.#bounds.lines || this.#bytes + bytes > this.#bounds.bytes) return false
    this.#waiting.push({ line, bytes })
    this.#bytes += bytes
    this.#waitingBytes += bytes
    return true
  }

  /** Takes lines from the front up to both bounds, and one line at least where there is one. */
  take(bounds: QueueBounds): TakenLines {
    const lines: string[] = []
    let bytes = 0
    for (;;) {
      const entry = this.#waiting[this.#head]
      if (entry === undefined || lines.length >= bounds.lines) break
      if (lines.length > 0 && bytes + entry.bytes > bounds.bytes) break
      lines.push(entry.line)
      bytes += entry.bytes
      this.#head += 1
    }
    this.#compact()
    this.#taken += lines.length
    this.#waitingBytes -= bytes
    return { lines, bytes }
  }

  /** Forgets lines that were taken: they arrived, or never will. */
  settle({ lines, bytes }: TakenLines): void {
    this.#taken -= lines.length
    this.#bytes -= bytes
  }

  /** Puts taken lines back at the front. */
  giveBack({ lines, bytes }: TakenLines): void {
    const entries = lines.map((line) => ({ line, bytes: Buffer.byteLength(line) + 1 }))
    this.#waiting = [...entries, ...this.#waiting.slice(this.#head)]
    this.#head = 0
    this.#taken -= lines.length
    this.#waitingBytes += bytes
  }

  /** Forgets everything that waits and says how many lines that were. */
  clear(): number {
    const count = this.waiting
    this.#waiting = []
    this.#head = 0
    this.#bytes -= this.#waitingBytes
    this.#waitingBytes = 0
    return count
  }

  /** Moving the rest down at each take would cost its length each time. */
  #compact(): void {
    if (this.#head < 1_024 && this.#head < this.#waiting.length) return
    this.#waiting = this.#waiting.slice(this.#head)
    this.#head = 0
  }
}
