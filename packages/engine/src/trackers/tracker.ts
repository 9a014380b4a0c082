import type { Exchange } from '@weir/schema'
import type { Lessons, Model, RankOf } from '../blueprint/index.ts'
import type { Signal } from '../correlate/index.ts'
import type { Outcome, S3Request } from '../discover/index.ts'
import type { Networks } from '@weir/schema/caller'
import type { Identity, ServiceName } from '../identify/index.ts'
import type { Inspection } from '../inspect/index.ts'
import { type Codec, CodecError } from '../lib/codec.ts'
import { type KeyedTable, keyedTableCodec, newKeyedTable } from '../lib/keyed-table.ts'

/** What a tracker may look at: one exchange and what the stages before found out about it. */
export interface Watched {
  readonly exchange: Exchange
  readonly identity: Identity
  /** The caller: its name, or the zone it calls from. */
  readonly source: string
  readonly service: ServiceName
  /** Key of the operation, as the blueprint knows it. */
  readonly operation: string
  readonly s3: S3Request | null
  readonly outcome: Outcome
  readonly inspection: Inspection
  readonly model: Model
  readonly networks: Networks
  /** Where the client is, as far as that tells machines apart. */
  readonly place: string
  /** Whether the service let the caller in; until then a credential names nobody. */
  readonly accepted: boolean
  /** Keyed hash of a leaked credential that somebody else than its owner uses here. */
  readonly stolen: string | null
  /** Whether a person vouches for the exchange: then it teaches whatever it looks like. */
  readonly vouched: boolean
  /** How long traffic is watched before what is new is strange. */
  readonly settleMs: number
  readonly rankOf: RankOf
  credentialHash(credential: LeakedCredential): string
}

/** What a tracker found: signals, and credentials it saw where they must not be. */
export interface Sighting extends Omit<Signal, 'tracker'> {
  /** Clear text of a leaked credential, for its keyed hash alone. */
  readonly leaked?: LeakedCredential
  /** Who the finding is about where that is not the actor. */
  readonly about?: string
  /** A weak one that still is a step where a chain exists. */
  readonly step?: boolean
}

export interface LeakedCredential {
  readonly kind: 'sigv4' | 'bearer' | 'api-key'
  readonly secret: string
}

/** State a tracker keeps in each partition, by a key of its own that belongs to the actor. */
export interface Memory<State> {
  readonly codec: Codec<State>
  /** Keys at most; what was not used lately goes first. */
  readonly rows: number
}

interface About {
  /** The catalogue's id, `area.misuse`. */
  readonly id: string
  readonly title: string
  readonly summary: string
  /** OWASP API Security Top 10 (2023) and MITRE ATT&CK ids. */
  readonly maps: readonly string[]
  /** What its state is kept under; all trackers run in lane 1, where an actor's exchanges are. */
  readonly key: 'none' | 'actor × collection' | 'actor × edge' | 'credential'
  /** Most bytes of state for one key. */
  readonly stateBytes: number
  /** What a person does about a finding. */
  readonly todo: string
}

/** A tracker as its folder writes it. */
interface Descriptor<State> extends About {
  readonly memory: Memory<State>
  readonly observe: (watched: Watched, memory: KeyedTable<State>) => readonly Sighting[]
  /** Writes down what is normal; called only for exchanges that may teach: vouched for, or free of findings. */
  readonly contribute?: (watched: Watched, memory: KeyedTable<State>, lessons: Lessons) => void
}

/** A Dynamic API Risk Tracker. Its descriptor is the only source of its documentation. */
export interface Tracker extends About {
  readonly stateRows: number
  /** Begins its watch over one partition. */
  start(): Watch
}

/** A tracker at work in one partition. */
export interface Watch {
  observe(watched: Watched): readonly Sighting[]
  contribute(watched: Watched, lessons: Lessons): void
  encode(): unknown
  /** Throws a `CodecError` when the state is damaged. */
  restore(input: unknown): void
}

/** For trackers that judge each exchange by itself. */
export const noMemory: Memory<never> = {
  rows: 0,
  codec: {
    encode: (value) => value,
    decode: () => {
      throw new CodecError('expected no state')
    },
  },
}

/** Makes a tracker of its descriptor: what it keeps is bounded, saved and restored here for all. */
export function defineTracker<State>(descriptor: Descriptor<State>): Tracker {
  const { memory, observe, contribute, ...about } = descriptor
  const table = keyedTableCodec(memory.codec, memory.rows)
  return {
    ...about,
    stateRows: memory.rows,
    start: () => {
      let kept = newKeyedTable<State>(memory.rows)
      return {
        observe: (watched) => observe(watched, kept),
        contribute: (watched, lessons) => contribute?.(watched, kept, lessons),
        encode: () => table.encode(kept),
        restore: (input) => {
          kept = table.decode(input)
        },
      }
    },
  }
}
