import http from 'node:http'
import https from 'node:https'
import { decisionLimits, decodeDoorMessage, type DoorMessage } from '@weir/schema/decision'
import { markOwnRequest } from '../own-requests.ts'
import type { Cancel, Clock } from '../ports.ts'
import type { DoorLimits } from './limits.ts'
import { LineSplitter } from './line-splitter.ts'

/** Opens one connection to the hub's stream; it ends once, for whatever reason. */
export interface HubStream {
  readonly close: () => void
}

export interface StreamEvents {
  readonly message: (message: DoorMessage) => void
  /** Lines nobody could read. */
  readonly unread: () => void
  /** `retryAfter` as the hub sent it where it refused. */
  readonly ended: (retryAfter: string | undefined) => void
}

interface StreamOptions {
  readonly endpoint: URL
  readonly key: string
  readonly agent: string
  readonly limits: DoorLimits
  readonly clock: Clock
}

export type OpenStream = (query: URLSearchParams, events: StreamEvents) => HubStream

/** Nothing here throws or keeps the process alive: a hub that is away is an expected state. */
export function hubStream({ endpoint, key, agent, limits, clock }: StreamOptions): OpenStream {
  const request = endpoint.protocol === 'https:' ? https.request : http.request
  return (query, events) => {
    const address = new URL(endpoint)
    address.search = query.toString()
    const call = request(address, {
      // One of its own: it is held open, and closing it must close nothing else.
      agent: false,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/x-ndjson',
        'user-agent': agent,
      },
    })
    markOwnRequest(call)
    const silence = new Silence(clock, () => call.destroy())
    let over = false
    const end = (retryAfter?: string): void => {
      if (over) return
      over = true
      silence.stop()
      call.destroy()
      events.ended(retryAfter)
    }
    silence.allow(limits.connectMs)
    call.on('socket', (socket) => socket.unref())
    call.on('error', () => end())
    call.on('close', () => end())
    call.on('response', (response) => {
      if (response.statusCode !== 200) return end(response.headers['retry-after'])
      silence.allow(limits.firstBeatMs)
      readMessages(response, events, (message) => {
        if (message.kind === 'hello') silence.allow(message.heartbeat_ms * limits.missedBeats)
        else silence.heard()
      })
    })
    call.end()
    return { close: () => end() }
  }
}

function readMessages(
  response: http.IncomingMessage,
  events: StreamEvents,
  heard: (message: DoorMessage) => void,
): void {
  const lines = new LineSplitter(decisionLimits.lineChars)
  response.setEncoding('utf8')
  response.on('error', () => undefined)
  response.on('data', (text: string) =>
    lines.push(text, (line) => {
      const message = decodeDoorMessage(line)
      if (message === null) return events.unread()
      heard(message)
      events.message(message)
    }),
  )
}

/** Ends what says nothing for too long. */
class Silence {
  readonly #clock: Clock
  readonly #onTooLong: () => void
  #ms = 0
  #heardMs = 0
  #cancel: Cancel | null = null

  constructor(clock: Clock, onTooLong: () => void) {
    this.#clock = clock
    this.#onTooLong = onTooLong
  }

  allow(ms: number): void {
    this.#ms = ms
    this.heard()
    this.#watch(ms)
  }

  heard(): void {
    this.#heardMs = this.#clock.now()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #watch(ms: number): void {
    this.stop()
    this.#cancel = this.#clock.schedule(ms, () => {
      const left = this.#ms - (this.#clock.now() - this.#heardMs)
      if (left > 0) this.#watch(left)
      else this.#onTooLong()
    })
  }
}
