import type { ActionKind, Decision } from './decision.ts'

/** A key that hashes credentials; two while the secret of an installation is being replaced. */
export interface CredentialKey {
  readonly id: string
  /** base64url of 32 octets. */
  readonly credential: string
}

export interface KnownNetwork {
  readonly cidr: string
  readonly internal: boolean
}

/** The lines of a door's stream (`spec/decision.md`). */
export type DoorMessage =
  | {
      readonly kind: 'hello'
      readonly epoch: string
      /** Of the last change the door has when all that follows `hello` was read, if nothing changes meanwhile. */
      readonly seq: number
      /** The hub's clock, in Unix milliseconds. */
      readonly now_ms: number
      readonly heartbeat_ms: number
      /** True: every decision follows, then `ready`, and what was not named is void. */
      readonly snapshot: boolean
      readonly keys: readonly CredentialKey[]
      /** Whose addresses are whose, the narrowest range first in force: a proxy of ours is believed. */
      readonly networks: readonly KnownNetwork[]
      readonly open_until_ms: number
    }
  | {
      readonly kind: 'decision'
      readonly seq: number
      /** When the hub sent it, by its own clock; 0 in a snapshot. */
      readonly sent_ms: number
      readonly decision: Decision
    }
  | { readonly kind: 'undo'; readonly seq: number; readonly id: string }
  | { readonly kind: 'ready'; readonly seq: number }
  /** Break-glass: until then every request passes. 0 ends it. */
  | { readonly kind: 'open'; readonly until_ms: number }
  | { readonly kind: 'beat'; readonly seq: number; readonly now_ms: number }

/** What a door says of itself, in a query when it connects and in reports afterwards. */
export interface DoorReport {
  readonly boot: string
  readonly agent: string
  readonly can: readonly ActionKind[]
  readonly epoch: string
  /** Last change it has applied. */
  readonly seq: number
  /** Between the hub's sending of that change and its being in force, in milliseconds. */
  readonly lag_ms: number
  /** Decisions it holds, and those it cannot carry out. */
  readonly held: number
  readonly unsupported: number
  /** Responses that passed as they were though a decision would have redacted them. */
  readonly passed_over: number
  /** Requests it looked at, and those it refused, since its boot. */
  readonly checked: number
  readonly refused: number
  /** Requests that passed because deciding failed. */
  readonly faults: number
  /** Null while it is in force; why every request passes otherwise. */
  readonly open: 'break-glass' | 'fuse' | null
  /** Hits since the last report that was answered. */
  readonly hits: readonly DecisionHits[]
}

export interface DecisionHits {
  readonly id: string
  readonly hits: number
  /** True where the fuse holds it back: it touched more clients than one decision may. */
  readonly blown: boolean
}
