import { type LineFormat, noRoom, type PreparedLine } from './wire/line-format.ts'

export interface QueueBounds {
  readonly bytes: number
  readonly lines: number
  readonly batchBytes: number
  readonly batchLines: number
}

/** Memory lines are written into; reused, because fresh buffers make the host's collector run. */
interface Slab {
  readonly buffer: Buffer
  /** Batches that point into it. */
  users: number
}

/** Lines that go together. */
export interface Batch {
  readonly slab: Slab
  readonly start: number
  readonly end: number
  readonly lines: number
}

const sparesKept = 2
/** A hub that finds batches too large is not believed below this. */
const smallestFill = 16 * 1024

/**
 * First in, first out, bounded by bytes and by count; what is on its way counts until it is settled. A
 * full queue refuses what is new: what waits is older evidence, and refusing costs nothing.
 */
export class LineQueue {
  readonly #bounds: QueueBounds
  readonly #endOf: LineFormat['endOf']
  readonly #sealed: Batch[] = []
  readonly #spares: Slab[] = []
  #filling: Slab | null = null
  #filled = 0
  #filledLines = 0
  #fill: number
  #bytes = 0
  #lines = 0

  constructor(bounds: QueueBounds, { endOf }: Pick<LineFormat, 'endOf'>) {
    this.#bounds = bounds
    this.#endOf = endOf
    this.#fill = Math.min(bounds.batchBytes, bounds.bytes)
  }

  /** Lines held, waiting or on their way. */
  get lines(): number {
    return this.#lines
  }

  /** Bytes held, waiting or on their way. */
  get bytes(): number {
    return this.#bytes
  }

  /** False when nothing more fits, whatever its size. */
  get open(): boolean {
    return this.#lines < this.#bounds.lines && this.#bytes < this.#bounds.bytes
  }

  /** True when something waits. */
  get waiting(): boolean {
    return this.#sealed.length > 0 || this.#filledLines > 0
  }

  /** True when a whole batch waits. */
  get full(): boolean {
    return this.#sealed.length > 0
  }

  /** False when the line does not fit; it is then not kept. */
  push(line: PreparedLine): boolean {
    if (!this.open) return false
    const bytes = this.#write(line)
    if (bytes === noRoom || this.#bytes + bytes > this.#bounds.bytes) return false
    this.#filled += bytes
    this.#filledLines += 1
    this.#bytes += bytes
    this.#lines += 1
    if (this.#filledLines >= this.#bounds.batchLines) this.#seal()
    return true
  }

  /** Takes what goes together from the front; null where nothing waits. */
  take(): Batch | null {
    if (this.#sealed.length === 0) this.#seal()
    return this.#sealed.shift() ?? null
  }

  /** Forgets a batch that was taken: it arrived, or never will. Its bytes are not to be read after that. */
  settle(batch: Batch): void {
    this.#bytes -= batch.end - batch.start
    this.#lines -= batch.lines
    this.#leave(batch.slab)
  }

  /** Puts a taken batch back at the front as two; false when it is one line. */
  split(batch: Batch): boolean {
    const { slab, start, end, lines } = batch
    if (lines < 2) return false
    const bytes = slab.buffer.subarray(start, end)
    // Up to the line that reaches the middle, and at least one is left.
    let first = 1
    let cut = this.#endOf(bytes, 0)
    while (first < lines - 1 && cut <= bytes.length >> 1) {
      first += 1
      cut = this.#endOf(bytes, cut)
    }
    slab.users += 1
    this.#sealed.unshift(
      { slab, start, end: start + cut, lines: first },
      { slab, start: start + cut, end, lines: lines - first },
    )
    this.#fill = Math.min(this.#fill, Math.max(smallestFill, bytes.length >> 1))
    return true
  }

  /** Forgets everything that waits and says how many lines that were. */
  clear(): number {
    const before = this.#lines
    for (let batch = this.take(); batch !== null; batch = this.take()) this.settle(batch)
    this.#spares.length = 0
    return before - this.#lines
  }

  /** Behind the lines of the batch that fills, or as the first of another. */
  #write({ write, most }: PreparedLine): number {
    if (this.#filling !== null) {
      const bytes = write(this.#filling.buffer, this.#filled, this.#fill)
      if (bytes !== noRoom) return bytes
    }
    const room = most()
    if (this.#bytes + room > this.#bounds.bytes) return noRoom
    this.#seal()
    if (this.#filling === null || this.#filling.buffer.length < room)
      this.#filling = this.#slab(room)
    return write(this.#filling.buffer, 0, this.#filling.buffer.length)
  }

  #seal(): void {
    const slab = this.#filling
    if (slab === null || this.#filledLines === 0) return
    this.#sealed.push({ slab, start: 0, end: this.#filled, lines: this.#filledLines })
    this.#filling = null
    this.#filled = 0
    this.#filledLines = 0
  }

  #slab(bytes: number): Slab {
    const spare = bytes <= this.#fill ? this.#spares.pop() : undefined
    if (spare !== undefined) {
      spare.users = 1
      return spare
    }
    return { buffer: Buffer.allocUnsafeSlow(Math.max(this.#fill, bytes)), users: 1 }
  }

  #leave(slab: Slab): void {
    slab.users -= 1
    const usual = slab.buffer.length === Math.min(this.#bounds.batchBytes, this.#bounds.bytes)
    if (slab.users === 0 && usual && this.#spares.length < sparesKept) this.#spares.push(slab)
  }
}

/** The bytes of a batch where they lie; valid until it is settled. */
export function bytesOf({ slab, start, end }: Batch): Uint8Array {
  return slab.buffer.subarray(start, end)
}
