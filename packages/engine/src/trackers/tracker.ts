import type { Exchange } from '@weir/schema'
import type { Model } from '../blueprint/index.ts'
import type { Signal } from '../correlate/index.ts'
import type { Identity, Networks, ServiceName } from '../identify/index.ts'
import type { Inspection } from '../inspect/index.ts'

/** What a tracker may look at: one exchange and what the stages before found out about it. */
export interface Watched {
  readonly exchange: Exchange
  readonly identity: Identity
  readonly service: ServiceName
  /** Key of the operation, as the blueprint knows it. */
  readonly operation: string
  readonly inspection: Inspection
  readonly model: Model
  readonly networks: Networks
}

/** What a tracker found: signals, and credentials it saw where they must not be. */
export interface Sighting extends Omit<Signal, 'tracker'> {
  /** Clear text of a leaked credential, for its keyed hash alone. */
  readonly leaked?: LeakedCredential
}

export interface LeakedCredential {
  readonly kind: 'sigv4' | 'bearer' | 'api-key'
  readonly secret: string
}

/** A Dynamic API Risk Tracker. Its descriptor is the only source of its documentation. */
export interface Tracker {
  /** The catalogue's id, `area.misuse`. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** OWASP API Security Top 10 (2023) and MITRE ATT&CK ids. */
  readonly maps: readonly string[]
  /** What its state is kept under; the runtime derives the lane from it. */
  readonly key: 'none' | 'actor'
  /** Most bytes of state for one key. */
  readonly stateBytes: number
  /** What a person does about a finding. */
  readonly todo: string
  observe(watched: Watched): readonly Sighting[]
}

export function defineTracker(tracker: Tracker): Tracker {
  return tracker
}
