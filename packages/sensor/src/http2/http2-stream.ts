import type { FieldList } from '../field-list.ts'
import type { ErrorCode } from './frame.ts'
import type { Placed } from './stream-table.ts'

/** What a server does with what comes on one stream. */
export interface StreamHandler {
  /** The bytes are only valid meanwhile. */
  readonly data: (chunk: Buffer) => void
  /** The other side has said all it says. */
  readonly ended: () => void
  /** The stream is gone, for whatever reason; called once, and never while another of these runs. */
  readonly closed: () => void
}

const nobody: StreamHandler = {
  data: () => undefined,
  ended: () => undefined,
  closed: () => undefined,
}

/** What a stream needs of its connection. */
export interface StreamLink {
  readonly head: (stream: Http2Stream, block: Buffer) => void
  /** Sends what the other side has room for. */
  readonly flush: (stream: Http2Stream) => void
  readonly reset: (stream: Http2Stream, code: ErrorCode) => void
}

/** One request and its answer (RFC 9113 §5.1, §8.1). */
export class Http2Stream implements Placed<Http2Stream> {
  nextInBucket: Http2Stream | null = null
  readonly id: number
  /** Of the request, with its pseudo-header fields. */
  readonly fields: FieldList
  /** How many bytes may be sent; below zero where the other side has taken back what it gave. */
  window: number
  /** Bytes that came and whose window was not given back. */
  taken = 0
  /** What `content-length` says is still to come; below zero where it said nothing. */
  declaredBytes: number
  /** The other side has said all it says. */
  hasEnded = false
  isOpen = true
  handler: StreamHandler = nobody
  readonly #link: StreamLink
  #hasResponded = false
  #unsent: Buffer[] = []
  /** How many of them are sent whole. */
  #sent = 0
  #unsentBytes = 0
  #trailers: Buffer | null = null

  constructor(
    id: number,
    fields: FieldList,
    about: { readonly window: number; readonly declaredBytes: number; readonly link: StreamLink },
  ) {
    this.id = id
    this.fields = fields
    this.window = about.window
    this.declaredBytes = about.declaredBytes
    this.#link = about.link
  }

  get hasResponded(): boolean {
    return this.#hasResponded
  }

  /** Bytes of the answer the other side has no room for yet. */
  get unsentBytes(): number {
    return this.#unsentBytes
  }

  /** The header block that ends the answer, once everything before it is sent; null where it is not due. */
  get dueTrailers(): Buffer | null {
    return this.#unsentBytes === 0 ? this.#trailers : null
  }

  /** Begins the answer. */
  respond(block: Buffer): void {
    if (!this.isOpen || this.#hasResponded) return
    this.#hasResponded = true
    this.#link.head(this, block)
  }

  write(bytes: Buffer): void {
    if (!this.isOpen || this.#trailers !== null || bytes.length === 0) return
    this.#unsent.push(bytes)
    this.#unsentBytes += bytes.length
    this.#link.flush(this)
  }

  /** Ends the answer with this block, behind what was written. */
  end(block: Buffer): void {
    if (!this.isOpen || this.#trailers !== null) return
    this.#trailers = block
    this.#link.flush(this)
  }

  reset(code: ErrorCode): void {
    if (this.isOpen) this.#link.reset(this, code)
  }

  /** The next piece of the answer, at most so long; null where nothing waits. */
  takeUnsent(atMost: number): Buffer | null {
    const next = this.#unsent[this.#sent]
    if (next === undefined) return null
    const piece = next.subarray(0, atMost)
    if (piece.length < next.length) this.#unsent[this.#sent] = next.subarray(atMost)
    else this.#sent += 1
    this.#unsentBytes -= piece.length
    if (this.#unsentBytes === 0) {
      this.#unsent = []
      this.#sent = 0
    }
    return piece
  }
}
