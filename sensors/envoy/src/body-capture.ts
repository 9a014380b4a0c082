import { type BodyPart, bodyPart, type ByteBudget, GrowingBuffer } from '@weir/sensor'

/** The first bytes of one body, and its size. */
export class BodyCapture {
  readonly #limit: number
  readonly #budget: ByteBudget
  readonly #kept = new GrowingBuffer()
  #size = 0
  #isWhole = false

  constructor(limit: number, budget: ByteBudget) {
    this.#limit = limit
    this.#budget = budget
  }

  get isWhole(): boolean {
    return this.#isWhole
  }

  /** Bytes kept. */
  get held(): number {
    return this.#kept.length
  }

  add(bytes: Buffer): void {
    // Nothing after a gap: what is kept is the beginning.
    const isUnbroken = this.held === this.#size
    this.#size += bytes.length
    const piece = bytes.subarray(0, this.#limit - this.held)
    if (!isUnbroken || piece.length === 0 || !this.#budget.take(piece.length)) return
    this.#kept.append(piece)
  }

  /** Its end was seen. */
  end(): void {
    this.#isWhole = true
  }

  /** Gives its memory back, and says what there was; `announced` counts where the end was not seen. */
  take(announced: number): BodyPart {
    const size = this.#isWhole ? this.#size : Math.max(this.#size, announced)
    const part = bodyPart({ bytes: this.#kept.bytes, whole: this.#isWhole, size }, this.#limit)
    this.#budget.give(this.held)
    this.#kept.clear()
    return part
  }
}
