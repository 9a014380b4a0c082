import type { IncomingMessage } from 'node:http'
import { createGunzip, type Gunzip } from 'node:zlib'
import { type Refusal, refusal } from '../http/answer.ts'

export interface BodyLimits {
  readonly maxBodyBytes: number
  readonly maxInflatedBytes: number
  readonly timeoutMs: number
}

/** Bytes of all bodies in memory at one time. */
export class BodyBudget {
  readonly #most: number
  #held = 0

  constructor(most: number) {
    this.#most = most
  }

  take(bytes: number): boolean {
    if (this.#held + bytes > this.#most) return false
    this.#held += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#held -= bytes
  }
}

export type Received =
  | { readonly kind: 'body'; readonly body: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** The sender went away. */
  | { readonly kind: 'gone' }

/**
 * Reads a body to its end, inflating as it comes. What it holds is taken from the budget; the caller
 * gives back `body.length` when it is done with it.
 */
export function receiveBody(
  request: IncomingMessage,
  limits: BodyLimits,
  budget: BodyBudget,
): Promise<Received> {
  const length = Number(request.headers['content-length'] ?? 0)
  if (length > limits.maxBodyBytes) {
    return Promise.resolve({ kind: 'refused', refusal: tooLarge(limits.maxBodyBytes, 'sent') })
  }
  return new Promise((resolve) => {
    new BodyReader(request, limits, budget, resolve).begin()
  })
}

class BodyReader {
  readonly #request: IncomingMessage
  readonly #limits: BodyLimits
  readonly #budget: BodyBudget
  readonly #settle: (received: Received) => void
  readonly #gunzip: Gunzip | null
  readonly #chunks: Uint8Array[] = []
  #timer: NodeJS.Timeout | null = null
  #sent = 0
  #held = 0
  #done = false

  constructor(
    request: IncomingMessage,
    limits: BodyLimits,
    budget: BodyBudget,
    settle: (received: Received) => void,
  ) {
    this.#request = request
    this.#limits = limits
    this.#budget = budget
    this.#settle = settle
    this.#gunzip = request.headers['content-encoding'] === 'gzip' ? createGunzip() : null
  }

  begin(): void {
    const request = this.#request
    const gunzip = this.#gunzip
    this.#timer = setTimeout(
      () => this.#refuse(tooSlow(this.#limits.timeoutMs)),
      this.#limits.timeoutMs,
    )
    request.on('data', (chunk: Buffer) => this.#take(chunk))
    request.once('end', () => (gunzip === null ? this.#whole() : gunzip.end()))
    request.on('error', () => this.#finish({ kind: 'gone' }))
    request.once('close', () => {
      if (!request.complete) this.#finish({ kind: 'gone' })
    })
    gunzip?.on('data', (chunk: Buffer) => this.#keep(chunk))
    gunzip?.once('end', () => this.#whole())
    gunzip?.on('error', () => this.#refuse(damaged))
  }

  #take(chunk: Buffer): void {
    if (this.#done) return
    this.#sent += chunk.length
    if (this.#sent > this.#limits.maxBodyBytes) {
      this.#refuse(tooLarge(this.#limits.maxBodyBytes, 'sent'))
    } else if (this.#gunzip === null) {
      this.#keep(chunk)
    } else if (!this.#gunzip.write(chunk)) {
      this.#request.pause()
      this.#gunzip.once('drain', () => this.#request.resume())
    }
  }

  #keep(chunk: Buffer): void {
    if (this.#done) return
    if (this.#held + chunk.length > this.#limits.maxInflatedBytes) {
      this.#refuse(tooLarge(this.#limits.maxInflatedBytes, 'inflated'))
    } else if (this.#budget.take(chunk.length)) {
      this.#held += chunk.length
      this.#chunks.push(chunk)
    } else {
      this.#refuse(busy)
    }
  }

  #whole(): void {
    if (this.#done) return
    const body = Buffer.concat(this.#chunks)
    this.#end({ kind: 'body', body })
  }

  #refuse(reason: Refusal): void {
    this.#finish({ kind: 'refused', refusal: reason })
  }

  #finish(received: Received): void {
    if (this.#done) return
    this.#budget.giveBack(this.#held)
    this.#end(received)
  }

  #end(received: Received): void {
    this.#done = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#chunks.length = 0
    this.#gunzip?.destroy()
    this.#settle(received)
  }
}

const damaged = refusal(
  400,
  'Damaged gzip',
  'The body is not the gzip stream its content-encoding says.',
)
const busy = refusal(
  429,
  'Too much at once',
  'Other batches fill the memory for incoming ones; send it again.',
  1,
)

function tooSlow(timeoutMs: number): Refusal {
  return refusal(408, 'Too slow', `The batch did not arrive within ${timeoutMs} ms.`)
}

function tooLarge(most: number, how: 'sent' | 'inflated'): Refusal {
  return refusal(
    413,
    'Batch too large',
    `A batch has at most ${most} bytes as ${how}; send fewer lines at a time.`,
  )
}
