import type { FieldList } from '@weir/sensor'
import { Socket } from 'node:net'
import { parseHeaderBlock } from './header-block.ts'
import type { ResponseSight, Sight } from './line.ts'
import type { Capture, Recorder } from './recorder.ts'
import { type SocketFacts, socketFacts } from './socket-facts.ts'

interface Sent {
  readonly start: string
  readonly fields: FieldList
}

/** One request of undici: stands between the platform's client and the handler `fetch` gave it. */
export class FetchExchange {
  /** Passes everything on, in both directions and unchanged. */
  readonly handler: object
  readonly #recorder: Recorder
  readonly #capture: Capture
  readonly #options: object
  #facts: SocketFacts | undefined
  #sent: Sent | null = null
  #bodySent = false
  #status: number | null = null
  #fields: FieldList = []
  #complete = false

  constructor(recorder: Recorder, options: object, handler: object) {
    this.#recorder = recorder
    this.#options = options
    this.#capture = recorder.begin('client', () => this.#look())
    this.handler = this.#between(handler)
  }

  /** Called with undici's own message when the header has gone out. */
  sent(message: unknown): void {
    if (typeof message !== 'object' || message === null) return
    const headers: unknown = Reflect.get(message, 'headers')
    const socket: unknown = Reflect.get(message, 'socket')
    if (typeof headers === 'string') this.#sent = parseHeaderBlock(headers)
    if (socket instanceof Socket) this.#facts = socketFacts(socket)
  }

  finish(): void {
    this.#recorder.finish(this.#capture)
  }

  #between(handler: object): object {
    const note = (name: PropertyKey, args: readonly unknown[]): void =>
      this.#recorder.guard(() => this.#note(name, args))
    return new Proxy(handler, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value === 'function') {
          // `this` has to be the handler itself: it keeps state of its own.
          return (...args: unknown[]): unknown => {
            note(name, args)
            return Reflect.apply(value, target, args)
          }
        }
        // Optional in undici, and the only sight of what was uploaded.
        if (name !== 'onBodySent' && name !== 'onRequestSent') return value
        return (...args: unknown[]): void => note(name, args)
      },
    })
  }

  #note(name: PropertyKey, [first, second]: readonly unknown[]): void {
    if (name === 'onBodySent') this.#capture.request.write(first)
    else if (name === 'onRequestSent') this.#bodySent = true
    else if (name === 'onHeaders' || name === 'onUpgrade') this.#answered(first, second)
    else if (name === 'onData') this.#capture.response.write(first)
    else if (name === 'onComplete') this.#complete = true
    if (name === 'onComplete' || name === 'onError' || name === 'onUpgrade') this.finish()
  }

  #answered(status: unknown, raw: unknown): void {
    // 1xx answers come before the one that counts, except the one that ends HTTP.
    if (typeof status !== 'number' || (status < 200 && status !== 101)) return
    this.#status = status
    this.#fields = Array.isArray(raw) ? raw.map(textOf) : []
  }

  #look(): Sight | null {
    if (this.#sent === null && this.#status === null) return null
    const [method, url, version] = this.#sent?.start.split(' ') ?? []
    return {
      facts: this.#facts,
      host: this.#host(),
      request: {
        method: method ?? this.#option('method'),
        url: url ?? this.#option('path'),
        ...(version === undefined ? {} : { version: version.replace('HTTP/', '') }),
        fields: this.#sent?.fields ?? [],
        complete: this.#bodySent,
      },
      response: this.#response(),
    }
  }

  #response(): ResponseSight | null {
    const status = this.#status
    if (status === null) return null
    const bodiless = this.#option('method') === 'HEAD' || [101, 204, 304].includes(status)
    return { status, fields: this.#fields, complete: this.#complete, bodiless }
  }

  #option(name: string): string {
    const value: unknown = Reflect.get(this.#options, name)
    return typeof value === 'string' ? value : ''
  }

  #host(): string {
    const origin = String(Reflect.get(this.#options, 'origin'))
    return URL.canParse(origin) ? new URL(origin).hostname : ''
  }
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)
}
