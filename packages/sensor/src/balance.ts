/** Why an exchange never reached the hub. */
export const dropReasons = [
  'queue-full',
  'overload',
  'sampled',
  'too-large',
  'refused',
  'fault',
  'closed',
] as const
export type DropReason = (typeof dropReasons)[number]

/** Where every exchange went: observed = sent + dropped + queued, always. */
export interface Balance {
  readonly observed: number
  /** Taken by the hub with an answer that says so. */
  readonly sent: number
  readonly dropped: number
  readonly droppedBy: Readonly<Record<DropReason, number>>
  /** Waiting, or on its way and not yet answered. */
  readonly queued: number
}

/** Counts what comes in and where it leaves. */
export class Tally {
  #observed = 0
  #sent = 0
  readonly #dropped = new Map<DropReason, number>(dropReasons.map((reason) => [reason, 0]))

  observed(): void {
    this.#observed += 1
  }

  sent(count: number): void {
    this.#sent += count
  }

  dropped(reason: DropReason, count: number): void {
    this.#dropped.set(reason, this.#droppedFor(reason) + count)
  }

  /** `queued` is counted by the queue, not derived here, so that the sum can be checked. */
  read(queued: number): Balance {
    const droppedBy = {
      'queue-full': this.#droppedFor('queue-full'),
      overload: this.#droppedFor('overload'),
      sampled: this.#droppedFor('sampled'),
      'too-large': this.#droppedFor('too-large'),
      refused: this.#droppedFor('refused'),
      fault: this.#droppedFor('fault'),
      closed: this.#droppedFor('closed'),
    }
    const dropped = Object.values(droppedBy).reduce((sum, count) => sum + count, 0)
    return { observed: this.#observed, sent: this.#sent, dropped, droppedBy, queued }
  }

  #droppedFor(reason: DropReason): number {
    return this.#dropped.get(reason) ?? 0
  }
}
