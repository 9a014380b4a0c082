import { allOf, firstOf, heldResponseBytes, isRedactable, redactResponse } from '@weir/sensor'
import type { HeaderBlock } from '../header-map.ts'
import { lengthOf, statusOf } from '../http-words.ts'
import type { BodyPiece } from './body-piece.ts'

/** What decisions say is to be redacted of one response, and whose it is. */
export interface RedactionOrder {
  readonly method: string
  readonly fields: readonly string[]
  /** Hears of it where the response passes as it is. */
  readonly passedOver: () => void
}

/** Redacts one response, or lets it pass and says so, once. */
export class ResponseRedaction {
  readonly #order: RedactionOrder
  #state: 'before' | 'held' | 'over' = 'before'

  constructor(order: RedactionOrder) {
    this.#order = order
  }

  get isOver(): boolean {
    return this.#state === 'over'
  }

  /** Envoy was asked to hold the body. */
  get isHeld(): boolean {
    return this.#state === 'held'
  }

  /** True where Envoy is to hold the body until it ends. */
  head({ pseudo, fields }: HeaderBlock, isEnd: boolean): boolean {
    const length = lengthOf(firstOf(fields, 'content-length'))
    const found = isRedactable({
      method: this.#order.method,
      status: statusOf(pseudo.get(':status')) ?? 0,
      contentType: firstOf(fields, 'content-type'),
      contentEncoding: allOf(fields, 'content-encoding')?.join(),
      contentLength: length,
    })
    if (isEnd || found !== 'yes') {
      this.#state = 'over'
      if (!isEnd && found === 'passes') this.#order.passedOver()
      return false
    }
    this.#state = 'held'
    return true
  }

  /** What the client is to get in place of this body; null where that is the body itself. */
  body({ bytes, isEnd }: BodyPiece): Buffer | null {
    if (this.#state !== 'held') return null
    const isWhole = isEnd && bytes.length <= heldResponseBytes
    const redacted = isWhole ? redactResponse(bytes, this.#order.fields) : null
    if (redacted === null) this.letPass()
    this.#state = 'over'
    return redacted === null || redacted.equals(bytes) ? null : redacted
  }

  /** Nothing more is told of the response. */
  letPass(): void {
    if (this.#state === 'held') this.#order.passedOver()
    this.#state = 'over'
  }
}
