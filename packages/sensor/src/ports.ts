/** Ends a wait before its time; calling it again does nothing. */
export type Cancel = () => void

export interface Clock {
  /** Milliseconds since the Unix epoch, with fractions. */
  now(): number
  /** Runs `task` once; a wait that is not `held` never keeps the process alive. */
  schedule(delayMs: number, task: () => void, held?: boolean): Cancel
}

/** One batch on its way: the body never changes between attempts. */
export interface Parcel {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
  readonly timeoutMs: number
}

export interface Answer {
  readonly status: number
  /** As sent: seconds or a date. */
  readonly retryAfter: string | undefined
  /** The first bytes of the answer as text. */
  readonly body: string
}

export interface Transport {
  /** Null when there was no answer, whatever the reason; never rejects. */
  post(parcel: Parcel): Promise<Answer | null>
  close(): void
}
