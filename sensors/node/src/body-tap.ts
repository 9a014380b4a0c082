import { type BodyPart, type ByteBudget, wholeCharacters } from '@weir/sensor'

/** Copies the beginning of a body as it passes and counts the rest. */
export class BodyTap {
  #limit: number
  readonly #budget: ByteBudget
  #parts: (string | Buffer)[] = []
  #kept = 0
  #size = 0
  #cut = false

  constructor(limit: number, budget: ByteBudget) {
    this.#limit = limit
    this.#budget = budget
  }

  /** Keeps more from now on, as far as nothing was left out yet. */
  raise(limit: number): void {
    this.#limit = Math.max(this.#limit, limit)
  }

  /** Bytes that passed, kept or not. */
  get size(): number {
    return this.#size
  }

  /** Takes what was given to a stream; what is no chunk is ignored. */
  write(chunk: unknown, encoding?: unknown): void {
    if (typeof chunk === 'string') this.#text(chunk, encodingOf(encoding))
    else if (chunk instanceof Uint8Array) this.#bytes(chunk)
  }

  /** The body so far. `complete` is false when the message is known to have been longer. */
  read(complete: boolean, announced: number | undefined): BodyPart {
    const size = Math.max(this.#size, announced ?? 0)
    const truncated = this.#cut || !complete || size > this.#kept
    return {
      body: this.#kept > 0 ? this.#body(truncated) : undefined,
      body_size: size > this.#kept ? size : undefined,
      truncated: truncated || undefined,
    }
  }

  /** Gives the memory back; nothing is kept afterwards. */
  release(): void {
    this.#budget.give(this.#kept)
    this.#parts = []
    this.#kept = 0
    this.#cut = true
  }

  #text(text: string, encoding: BufferEncoding): void {
    if (text === '') return
    // Of damaged hex and base64 only decoding tells the size.
    if (encoding !== 'utf8' && encoding !== 'latin1')
      return this.#bytes(Buffer.from(text, encoding))
    const bytes = Buffer.byteLength(text, encoding)
    if (this.#cut) {
      this.#size += bytes
    } else if (encoding === 'utf8' && this.#kept + bytes <= this.#limit) {
      // A string cannot change: keeping it costs no copy.
      this.#size += bytes
      this.#keep(text, bytes)
    } else {
      // No character takes less than a byte, so these characters fill the limit.
      this.#bytes(Buffer.from(text.slice(0, this.#limit), encoding), bytes)
    }
  }

  #bytes(chunk: Uint8Array, size = chunk.byteLength): void {
    this.#size += size
    if (this.#cut) return
    const room = this.#limit - this.#kept
    const part = chunk.subarray(0, room)
    // A copy: the host may use its buffer again.
    if (part.length > 0) this.#keep(Buffer.from(part), part.length)
    if (size > part.length) this.#cut = true
  }

  #keep(part: string | Buffer, bytes: number): void {
    if (!this.#budget.take(bytes)) {
      this.#cut = true
      return
    }
    this.#parts.push(part)
    this.#kept += bytes
  }

  #body(truncated: boolean): string | Buffer {
    const [first] = this.#parts
    if (this.#parts.length === 1 && typeof first === 'string') return first
    const all =
      this.#parts.length === 1 && first instanceof Buffer
        ? first
        : Buffer.concat(
            this.#parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)),
          )
    return truncated ? wholeCharacters(all) : all
  }
}

function encodingOf(encoding: unknown): BufferEncoding {
  if (typeof encoding !== 'string' || !Buffer.isEncoding(encoding)) return 'utf8'
  const name = encoding.toLowerCase()
  if (name === 'utf-8') return 'utf8'
  return name === 'binary' ? 'latin1' : encoding
}
