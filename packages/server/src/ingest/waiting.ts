import type { Exchange } from '@weir/schema'
import type { Frame } from '../spool/frame-codec.ts'
import type { SpoolPlace } from '../spool/spool.ts'

/** A frame in line for analysis. */
export interface WaitingFrame {
  readonly place: SpoolPlace
  readonly arrivalMs: number
  /** Null where it has to be read back from disk. */
  readonly content: { readonly frame: Frame; readonly exchanges: readonly Exchange[] } | null
  readonly counts: FrameCounts | null
}

/** Lines of a frame by what becomes of them. */
interface FrameCounts {
  readonly sensor: string
  readonly held: number
  readonly dropped: Readonly<Record<string, number>>
}

/** Lines of one sensor that wait: received = held + dropped. */
export interface WaitingCounts {
  received: number
  held: number
  readonly droppedBy: Map<string, number>
}

/** Frames that are in the spool and not yet analysed, oldest first. */
export class Waiting {
  readonly #memoryBytes: number
  readonly #counts = new Map<string, WaitingCounts>()
  #frames: WaitingFrame[] = []
  #head = 0
  #bytes = 0
  #attachedBytes = 0
  #wake: (() => void) | null = null

  constructor(memoryBytes: number) {
    this.#memoryBytes = memoryBytes
  }

  get frames(): number {
    return this.#frames.length - this.#head
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Without its exchanges where memory for waiting ones is used up. */
  add(place: SpoolPlace, frame: Frame, exchanges: readonly Exchange[] | null): void {
    const attached = exchanges !== null && this.#attachedBytes + place.length <= this.#memoryBytes
    if (attached) this.#attachedBytes += place.length
    this.#bytes += place.length
    const counts = countsOf(frame)
    this.#count(counts, 1)
    this.#frames.push({
      place,
      arrivalMs: frame.arrivalMs,
      content: attached ? { frame: withoutLines(frame), exchanges } : null,
      counts,
    })
    this.#wake?.()
  }

  first(): WaitingFrame | null {
    return this.#frames[this.#head] ?? null
  }

  /** Takes the first out of line, once it is analysed. */
  shift(): void {
    const first = this.first()
    if (first === null) return
    this.#count(first.counts, -1)
    this.#bytes -= first.place.length
    if (first.content !== null) this.#attachedBytes -= first.place.length
    this.#head += 1
    if (this.#head < compactAt) return
    this.#frames = this.#frames.slice(this.#head)
    this.#head = 0
  }

  /** Resolves when a frame gets in line, or `wake` is called. */
  arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = null
        resolve()
      }
    })
  }

  wake(): void {
    this.#wake?.()
  }

  bySensor(): ReadonlyMap<string, WaitingCounts> {
    return this.#counts
  }

  /** Adds a frame's lines, or with -1 takes them away. */
  #count(counts: FrameCounts | null, sign: 1 | -1): void {
    if (counts === null) return
    const total = this.#counts.get(counts.sensor) ?? noCounts()
    total.held += sign * counts.held
    total.received += sign * counts.held
    for (const [reason, lines] of Object.entries(counts.dropped)) {
      total.droppedBy.set(reason, (total.droppedBy.get(reason) ?? 0) + sign * lines)
      total.received += sign * lines
    }
    if (total.received === 0) this.#counts.delete(counts.sensor)
    else this.#counts.set(counts.sensor, total)
  }
}

function noCounts(): WaitingCounts {
  return { received: 0, held: 0, droppedBy: new Map() }
}

const compactAt = 1_024
const nothing = new Uint8Array(0)

/** The exchanges are attached; their lines need not be kept twice. */
function withoutLines(frame: Frame): Frame {
  return frame.kind === 'batch' ? { ...frame, lines: nothing } : frame
}

function countsOf(frame: Frame): FrameCounts | null {
  switch (frame.kind) {
    case 'batch':
      return { sensor: frame.sensor, held: frame.accepted, dropped: frame.rejected }
    case 'repeat':
      return { sensor: frame.sensor, held: 0, dropped: { repeat: frame.repeated } }
    case 'mark':
      return null
    default:
      return frame satisfies never
  }
}
