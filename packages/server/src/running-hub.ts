import { type Catalog, catalogOf, type Ensemble, type Model } from '@weir/engine'
import type { Analyst } from './analysis/analyst.ts'
import { offsetMs } from './analysis/sensor-clock.ts'
import type { LedgerFeed } from './analysis/ledger-feed.ts'
import type { SensorRecord, SensorTable } from './analysis/sensor-table.ts'
import {
  type Balance,
  type Hub,
  type HubEvent,
  notHeardOf,
  type Problem,
  type SensorStatus,
} from './hub.ts'
import type { Inbox } from './ingest/inbox.ts'
import type { SensorKeys } from './ingest/sensor-keys.ts'
import type { Waiting, WaitingCounts } from './ingest/waiting.ts'

export interface HubParts {
  readonly startedMs: number
  readonly environment: string
  readonly ensemble: Ensemble
  readonly sensors: SensorTable
  readonly waiting: Waiting
  readonly keys: SensorKeys
  readonly inbox: Inbox
  readonly feed: LedgerFeed
  readonly analyst: Analyst
  readonly channel: EventChannel
  /** Why the ledger cannot be asked; null while it can. */
  readonly ledgerProblem: () => string | null
  readonly snapshotProblem: () => string | null
  /** Unix time in milliseconds. */
  readonly now: () => number
}

/** What happens, told to whoever listens. */
export class EventChannel {
  readonly #listeners = new Set<(event: HubEvent) => void>()

  tell(event: HubEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  subscribe(listener: (event: HubEvent) => void): () => void {
    // A function of its own, so that the same listener can be there twice.
    const own = (event: HubEvent): void => listener(event)
    this.#listeners.add(own)
    return () => this.#listeners.delete(own)
  }
}

export function createHub(parts: HubParts): Hub {
  const { ensemble, waiting, channel } = parts
  let derived: { readonly model: Model; readonly catalog: Catalog } | null = null
  return {
    startedMs: parts.startedMs,
    environment: parts.environment,
    model: () => ensemble.model(),
    catalog: () => {
      const model = ensemble.model()
      if (derived?.model !== model) derived = { model, catalog: catalogOf(model, false) }
      return derived.catalog
    },
    findings: () => ensemble.findings(),
    finding: (id) => ensemble.finding(id),
    incidents: () => ensemble.incidents(),
    incident: (id) => ensemble.incident(id),
    balance: () => sumOf(sensorsOf(parts).map(({ balance }) => balance)),
    sensors: () => sensorsOf(parts),
    backlog: () => ({
      bytes: waiting.bytes,
      oldestMs: Math.max(0, parts.now() - (waiting.first()?.arrivalMs ?? parts.now())),
    }),
    problems: () => problemsOf(parts),
    subscribe: (listener) => channel.subscribe(listener),
  }
}

/** Those that have sent something, and those that only have a key. */
function sensorsOf({ sensors, keys, waiting, environment }: HubParts): readonly SensorStatus[] {
  const held = waiting.bySensor()
  const names = new Set([...keys.all().map(({ name }) => name), ...sensors.names(), ...held.keys()])
  return [...names].sort().map((name) => {
    const record = sensors.find(name)
    const balance = balanceOf(record ?? undefined, held.get(name))
    return { name, environment, balance, ...heardOf(record) }
  })
}

function heardOf(
  record: SensorRecord | null,
): Omit<SensorStatus, 'name' | 'environment' | 'balance'> {
  if (record === null) return notHeardOf
  const { own, firstMs, lastMs, agent, clock, replacedStamps } = record
  return { own, firstMs, lastMs, agent, clockOffsetMs: offsetMs(clock), replacedStamps }
}

const noLines = { received: 0, held: 0, analysed: 0, droppedBy: new Map<string, number>() }

/** `received` is counted from heads of frames, the others from what became of the lines. */
function balanceOf(
  record: Pick<SensorRecord, 'received' | 'analysed' | 'droppedBy'> = noLines,
  waiting: WaitingCounts = noLines,
): Balance {
  const droppedBy = new Map(record.droppedBy)
  for (const [reason, count] of waiting.droppedBy) {
    droppedBy.set(reason, (droppedBy.get(reason) ?? 0) + count)
  }
  return {
    received: record.received + waiting.received,
    analysed: record.analysed,
    dropped: [...droppedBy.values()].reduce((sum, count) => sum + count, 0),
    held: waiting.held,
    droppedBy: Object.fromEntries(droppedBy),
  }
}

function sumOf(balances: readonly Balance[]): Balance {
  const total = { received: 0, analysed: 0, dropped: 0, held: 0 }
  const droppedBy = new Map<string, number>()
  for (const balance of balances) {
    total.received += balance.received
    total.analysed += balance.analysed
    total.dropped += balance.dropped
    total.held += balance.held
    for (const [reason, count] of Object.entries(balance.droppedBy)) {
      droppedBy.set(reason, (droppedBy.get(reason) ?? 0) + count)
    }
  }
  return { ...total, droppedBy: Object.fromEntries(droppedBy) }
}

function problemsOf({ inbox, feed, analyst, ...own }: HubParts): readonly Problem[] {
  const found: readonly (readonly [Problem['part'], string | null])[] = [
    ['spool', inbox.refusal()?.detail ?? own.snapshotProblem()],
    ['ledger', feed.problem ?? own.ledgerProblem()],
    ['analysis', analyst.problem],
  ]
  return found.flatMap(([part, what]) => (what === null ? [] : [{ part, what }]))
}
