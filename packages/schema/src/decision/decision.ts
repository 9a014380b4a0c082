/** What a door does about a request, mildest first. */
export const actionKinds = [
  'log',
  'capture',
  'tag',
  'redact',
  'throttle',
  'challenge',
  'deny',
  'allow',
] as const
export type ActionKind = (typeof actionKinds)[number]

export type DecisionAction =
  /** Counts the request as a hit, nothing else. */
  | { readonly kind: 'log' }
  /** Keeps so many bytes of each body in the exchange, whatever is kept and sampled otherwise. */
  | { readonly kind: 'capture'; readonly body_bytes: number }
  /** Passes the request on with the header `weir-tag`. */
  | { readonly kind: 'tag'; readonly name: string }
  /** Replaces values of the response, by the paths of their fields: `items[].card.number`. */
  | { readonly kind: 'redact'; readonly fields: readonly string[] }
  /** Lets so many calls of one client pass in so many seconds; the others get 429. */
  | { readonly kind: 'throttle'; readonly calls: number; readonly per_s: number }
  /** 401, asking for a better or a newer sign-in (RFC 9470). */
  | {
      readonly kind: 'challenge'
      readonly acr_values: string | null
      readonly max_age: number | null
    }
  | { readonly kind: 'deny'; readonly status: number; readonly body: string | null }
  /** An exception: no other decision touches the request. */
  | { readonly kind: 'allow' }

/** Whom a decision is about. */
export type DecisionSubject =
  /** Any of these hashes (`spec/credential.md`) is presented; a principal is known by the hash of its claim. */
  | { readonly kind: 'credential' | 'session' | 'principal'; readonly hashes: readonly string[] }
  /** An address, or a range such as `203.0.113.0/24`. */
  | { readonly kind: 'ip'; readonly range: string }
  | { readonly kind: 'any' }

/** Where it holds; what is null holds everywhere. */
export interface DecisionMatch {
  readonly service: string | null
  readonly method: string | null
  /** `/customers/{customerId}`; a part in braces is one segment, a last one that ends in `*` is all that follow. */
  readonly template: string | null
  /** `outside`: for clients whose address is not ours. */
  readonly from: 'outside' | null
}

/** `simulate`: the door counts whom it would have touched, and touches nobody. */
export type DecisionMode = 'simulate' | 'enforce'

/** An instruction for doors (`spec/decision.md`). */
export interface Decision {
  readonly id: string
  readonly subject: DecisionSubject
  readonly match: DecisionMatch
  readonly action: DecisionAction
  readonly mode: DecisionMode
  /** Unix time in milliseconds by the clock of the hub; it is void from then on. */
  readonly until_ms: number
  readonly reason: string
}
