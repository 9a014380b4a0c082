import { type Frame, frameFlag, frameType } from './frame.ts'
import { spopLimits } from './limits.ts'
import { type SpopStatus, spopStatus } from './status.ts'

/** What a frame brought: nothing yet, a whole payload, the first fragment of one too large to keep, or a mistake. */
export type Assembled =
  | { readonly kind: 'partial' | 'aborted' }
  | { readonly kind: 'whole' | 'too-large'; readonly frame: Frame }
  | { readonly kind: 'wrong'; readonly status: SpopStatus }

const partial: Assembled = { kind: 'partial' }
const aborted: Assembled = { kind: 'aborted' }
const interlaced: Assembled = { kind: 'wrong', status: spopStatus.interlacedFrames }

/**
 * Joins the fragments of a NOTIFY (SPOE.txt §3.2). HAProxy sends them one after another on a connection, so
 * there is at most one unfinished payload; anything else between them is a mistake.
 */
export class Fragments {
  #first: Frame | null = null
  #parts: Buffer[] = []
  #bytes = 0
  #tooLarge = false

  /** Bytes held of a payload that is not whole. */
  get held(): number {
    return this.#bytes
  }

  /** Takes a NOTIFY frame or a fragment of one. */
  push(frame: Frame): Assembled {
    const first = this.#first
    const isNew = frame.type === frameType.notify
    if (isNew !== (first === null)) return interlaced
    if (first !== null && !isSamePayload(first, frame)) return interlaced
    if ((frame.flags & frameFlag.abort) !== 0) {
      this.#clear()
      return aborted
    }
    const isLast = (frame.flags & frameFlag.fin) !== 0
    if (first === null && isLast) return { kind: 'whole', frame }
    this.#first ??= frame
    this.#keep(frame.payload)
    return isLast ? this.#finish(this.#first) : partial
  }

  #keep(payload: Buffer): void {
    if (this.#bytes + payload.length > spopLimits.payloadBytes) {
      this.#tooLarge = true
      this.#parts = []
      this.#bytes = 0
    }
    if (this.#tooLarge) return
    this.#parts.push(payload)
    this.#bytes += payload.length
  }

  #finish(first: Frame): Assembled {
    const assembled: Assembled = this.#tooLarge
      ? { kind: 'too-large', frame: first }
      : { kind: 'whole', frame: { ...first, payload: Buffer.concat(this.#parts) } }
    this.#clear()
    return assembled
  }

  #clear(): void {
    this.#first = null
    this.#parts = []
    this.#bytes = 0
    this.#tooLarge = false
  }
}

function isSamePayload(first: Frame, next: Frame): boolean {
  return first.streamId === next.streamId && first.frameId === next.frameId
}
