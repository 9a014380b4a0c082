import type { ServerResponse } from 'node:http'
import type { LiveEvent } from '@weir/schema/api'
import type { Hub, HubEvent } from '../hub.ts'
import type { Clock } from '../stores/clock.ts'
import type { FindingsIndex } from './findings-index.ts'
import { balanceView } from './views/balance.ts'
import { findingView } from './views/finding.ts'
import { findingsOf, incidentView } from './views/incident.ts'

/** Server-sent events (HTML, §9.2) for everybody who looks on. */
export interface LiveFeed {
  /** False when there are too many already; the response is untouched then. */
  attach(response: ServerResponse, lastEventId: string | null): boolean
  clients(): number
  /** Clients that were let go because they read too slowly. */
  dropped(): number
  close(): void
}

export interface LiveFeedOptions {
  readonly mostClients: number
  /** Bytes that may wait for one client. */
  readonly bufferBytes: number
}

export const liveFeedDefaults: LiveFeedOptions = { mostClients: 64, bufferBytes: 262_144 }

const balanceMs = 1_000
const heartbeatMs = 15_000
/** Events a client that comes back can still be given. */
const mostRemembered = 256

interface SentEvent {
  readonly id: string
  readonly text: string
}

interface LiveSources {
  readonly hub: Hub
  readonly findings: Pick<FindingsIndex, 'incidentOf'>
  readonly clock: Clock
}

export function createLiveFeed(
  sources: LiveSources,
  options: LiveFeedOptions = liveFeedDefaults,
): LiveFeed {
  return new Broadcast(sources, options)
}

class Broadcast implements LiveFeed {
  readonly #hub: Hub
  readonly #options: LiveFeedOptions
  readonly #clients = new Set<ServerResponse>()
  readonly #remembered: SentEvent[] = []
  readonly #stops: readonly (() => void)[]
  #number = 0
  #dropped = 0
  #balance = ''

  constructor(sources: LiveSources, options: LiveFeedOptions) {
    const { hub, clock } = sources
    this.#hub = hub
    this.#options = options
    this.#balance = JSON.stringify(balanceEvent(hub))
    this.#stops = [
      hub.subscribe((event) => this.#send(liveEventOf(event, sources, clock.now()))),
      clock.every(balanceMs, () => this.#sendBalance()),
      clock.every(heartbeatMs, () => this.#toAll(':\n\n')),
    ]
  }

  attach(response: ServerResponse, lastEventId: string | null): boolean {
    if (this.#clients.size >= this.#options.mostClients) return false
    response.writeHead(200)
    response.on('close', () => this.#clients.delete(response))
    this.#clients.add(response)
    this.#write(response, `retry: 2000\n\n${missedSince(this.#remembered, lastEventId)}`)
    this.#write(response, textOf(null, balanceEvent(this.#hub)))
    return true
  }

  clients(): number {
    return this.#clients.size
  }

  dropped(): number {
    return this.#dropped
  }

  close(): void {
    for (const stop of this.#stops) stop()
    for (const client of this.#clients) client.end()
    this.#clients.clear()
  }

  #send(event: LiveEvent): void {
    this.#number += 1
    const id = `${Math.floor(this.#hub.startedMs)}-${this.#number}`
    const text = textOf(id, event)
    this.#remembered.push({ id, text })
    if (this.#remembered.length > mostRemembered) this.#remembered.shift()
    this.#toAll(text)
  }

  #sendBalance(): void {
    const event = balanceEvent(this.#hub)
    const text = JSON.stringify(event)
    if (text === this.#balance) return
    this.#balance = text
    this.#send(event)
  }

  #toAll(text: string): void {
    for (const client of this.#clients) this.#write(client, text)
  }

  #write(client: ServerResponse, text: string): void {
    client.write(text)
    if (client.writableLength <= this.#options.bufferBytes) return
    this.#clients.delete(client)
    this.#dropped += 1
    client.destroy()
  }
}

function textOf(id: string | null, event: LiveEvent): string {
  const head = id === null ? '' : `id: ${id}\n`
  return `${head}event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`
}

function missedSince(remembered: readonly SentEvent[], id: string | null): string {
  const at = id === null ? -1 : remembered.findIndex((event) => event.id === id)
  if (at < 0) return ''
  return remembered
    .slice(at + 1)
    .map(({ text }) => text)
    .join('')
}

function balanceEvent(hub: Hub): LiveEvent {
  const { bytes, oldestMs } = hub.backlog()
  return {
    kind: 'balance',
    balance: balanceView(hub.balance()),
    backlog: { bytes, oldest_ms: oldestMs },
  }
}

function liveEventOf(
  event: HubEvent,
  { hub, findings }: { readonly hub: Hub; readonly findings: Pick<FindingsIndex, 'incidentOf'> },
  nowMs: number,
): LiveEvent {
  switch (event.kind) {
    case 'finding': {
      const { finding, change } = event
      const incident = findings.incidentOf(finding.id)
      return { kind: 'finding', change, finding: findingView(finding, incident, nowMs) }
    }
    case 'incident': {
      const { incident, change } = event
      const found = findingsOf(incident, (id) => hub.finding(id))
      return { kind: 'incident', change, incident: incidentView(incident, found, nowMs) }
    }
    case 'mark':
      return { kind: 'mark', epoch: event.epoch }
  }
  return event satisfies never
}
