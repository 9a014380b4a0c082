import type { Catalog, Finding, Incident, Model } from '@weir/engine'

/** received = analysed + dropped + held, in exchanges. */
export interface Balance {
  readonly received: number
  readonly analysed: number
  readonly dropped: number
  readonly held: number
  /** Why exchanges were dropped: `repeat`, `malformed`, … */
  readonly droppedBy: Readonly<Record<string, number>>
}

/** One sensor as the centre knows it. */
export interface SensorStatus {
  readonly name: string
  readonly environment: string
  readonly balance: Balance
  /** What the sensor says of itself since its last start; null where it says nothing. */
  readonly own: {
    readonly boot: string
    readonly observed: number
    readonly sent: number
    readonly dropped: number
    readonly droppedBy: string
  } | null
  /** Unix time in milliseconds; null before the first batch. */
  readonly firstMs: number | null
  readonly lastMs: number | null
  /** Name and version from `user-agent`. */
  readonly agent: string | null
  /** What is added to its stamps, in milliseconds: how far its clock is behind ours. */
  readonly clockOffsetMs: number
  /** Exchanges whose stamp was so wrong that their arrival took its place. */
  readonly replacedStamps: number
}

/** What is known of a sensor nobody has heard of. */
export const notHeardOf = {
  own: null,
  firstMs: null,
  lastMs: null,
  agent: null,
  clockOffsetMs: 0,
  replacedStamps: 0,
} as const

/** Sensors say every 30 s that they live; three times missed is silence. */
export const silentMs = 90_000

/** What everybody who looks on is told as it happens. */
export type HubEvent =
  | { readonly kind: 'finding'; readonly finding: Finding; readonly change: 'raised' | 'evolved' }
  | { readonly kind: 'incident'; readonly incident: Incident; readonly change: 'began' | 'evolved' }
  | { readonly kind: 'mark'; readonly epoch: number }

/** A part that stands in the way of being ready, in words a person can act on. */
export interface Problem {
  readonly part: 'spool' | 'ledger' | 'analysis'
  readonly what: string
}

/** The running centre as the API sees it: reads only. */
export interface Hub {
  /** Unix time in milliseconds. */
  readonly startedMs: number
  readonly environment: string
  model(): Model
  /** Derived from the model once per mark. */
  catalog(): Catalog
  findings(): readonly Finding[]
  finding(id: string): Finding | null
  incidents(): readonly Incident[]
  incident(id: string): Incident | null
  balance(): Balance
  sensors(): readonly SensorStatus[]
  /** Bytes waiting in the spool, and how long the oldest has waited in milliseconds. */
  backlog(): { readonly bytes: number; readonly oldestMs: number }
  problems(): readonly Problem[]
  /** Calls back until the returned function is called; a listener must not throw or wait. */
  subscribe(listener: (event: HubEvent) => void): () => void
}
