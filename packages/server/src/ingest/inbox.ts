import type { Exchange } from '@weir/schema'
import { encodeFrame, type Frame } from '../spool/frame-codec.ts'
import type { Spool } from '../spool/spool.ts'
import { WeirError } from '../weir-error.ts'
import { type Refusal, refusal } from '../http/answer.ts'
import type { Waiting } from './waiting.ts'

/** Puts frames into the spool and in line for analysis, in the same order. */
export interface Inbox {
  /** Resolves once the frame is written; rejects with a `WeirError` when it is not kept. */
  append(frame: Frame, exchanges: readonly Exchange[]): Promise<void>
  /** Why nothing can be taken now; null when it can. */
  refusal(): Refusal | null
  /** True when frames with exchanges came since the last mark. */
  isMarkDue(): boolean
}

export interface InboxOptions {
  readonly spool: Spool
  readonly waiting: Waiting
  readonly maxBytes: number
  /** Whether recovered frames came since the last mark. */
  readonly markDue: boolean
  readonly now: () => number
}

/** After a refusal of the disk it is asked again with the next batch that comes this much later. */
const pauseMs = 1_000
const retryAfterSeconds = 5
/** Frames in line; small ones cost more memory than their bytes say. */
const mostFrames = 200_000

type Trouble = { readonly error: WeirError; readonly sinceMs: number } | null

export function createInbox({ spool, waiting, maxBytes, markDue, now }: InboxOptions): Inbox {
  let trouble: Trouble = null
  let unmarked = markDue
  const append = async (frame: Frame, exchanges: readonly Exchange[]): Promise<void> => {
    // The continuation of the spool's own promise: frames get in line in the order of their numbers.
    await spool.append(encodeFrame(frame)).then(
      (place) => {
        trouble = null
        waiting.add(place, frame, exchanges)
        unmarked = frame.kind === 'mark' ? false : unmarked || exchanges.length > 0
      },
      (error: unknown) => {
        if (error instanceof WeirError) trouble = { error, sinceMs: now() }
        throw error
      },
    )
  }
  return {
    append,
    refusal: () => {
      if (spool.failure !== null) return failed(spool.failure)
      if (trouble !== null && now() - trouble.sinceMs < pauseMs) return full(trouble.error.message)
      if (spool.bytes() >= maxBytes || waiting.frames >= mostFrames) {
        return full('More is waiting to be analysed than the settings allow (spool.max_bytes).')
      }
      return null
    },
    isMarkDue: () => unmarked,
  }
}

function full(detail: string): Refusal {
  return refusal(429, 'Spool full', detail, retryAfterSeconds)
}

function failed({ message }: WeirError): Refusal {
  return refusal(503, 'Spool failed', message, 30)
}
