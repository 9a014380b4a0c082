import type { Exchange } from '@weir/schema'
import type { Frame } from '../spool/frame-codec.ts'
import type { SpoolPlace } from '../spool/spool.ts'

/** A frame in line for analysis. */
export interface WaitingFrame {
  readonly place: SpoolPlace
  readonly arrivalMs: number
  /** Null where it has to be read back from disk. */
  readonly content: { readonly frame: Frame; readonly exchanges: readonly Exchange[] } | null
  /** Exchanges in it, and lines that were counted and dropped, by sensor. */
  readonly counts: FrameCounts | null
}

export interface FrameCounts {
  readonly sensor: string
  readonly held: number
  readonly droppedBy: Readonly<Record<string, number>>
}

/** Frames that are in the spool and not yet analysed, oldest first. */
export class Waiting {
  readonly #memoryBytes: number
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
    const attached =
      exchanges !== null && this.#attachedBytes + place.length <= this.#memoryBytes
    if (attached) this.#attachedBytes += place.length
    this.#bytes += place.length
    this.#frames.push({
      place,
      arrivalMs: frame.arrivalMs,
      content: attached ? { frame: withoutLines(frame), exchanges } : null,
      counts: countsOf(frame),
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

  *counts(): Generator<FrameCounts> {
    for (let index = this.#head; index < this.#frames.length; index += 1) {
      const counts = this.#frames[index]?.counts ?? null
      if (counts !== null) yield counts
    }
  }
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
      return { sensor: frame.sensor, held: frame.accepted, droppedBy: frame.rejected }
    case 'repeat':
      return { sensor: frame.sensor, held: 0, droppedBy: { repeat: frame.repeated } }
    case 'mark':
      return null
    default:
      return frame satisfies never
  }
}
