/**
 * What lane 1 tells lane 2: hashes, names and one masked sentence, at most 512 bytes each. A fact
 * meets the others of its join key in one place, whichever actor it came from.
 */
export type Fact =
  | (Told & {
      readonly kind: 'finding'
      readonly finding: string
      readonly tracker: string
      readonly severity: Severity
      /** Keyed hash of the leaked credential it is about; null for others. */
      readonly credential: string | null
      /** What happened, as one sentence. */
      readonly text: string
    })
  | (Told & {
      /** What an actor did that is a step where a chain exists and nothing by itself. */
      readonly kind: 'step'
      readonly text: string
    })
  | (Told & CredentialLeaked)
  | (Told & {
      /** An actor used a credential from a place it was not used from before, and was let in. */
      readonly kind: 'credential-used'
      readonly actor: string
      readonly place: string
    })
  | (Told & {
      /** A credential was handed to the machine it belongs to. */
      readonly kind: 'credential-issued'
      readonly actor: string
      readonly place: string
    })

interface Told {
  readonly join: string
  readonly seq: number
  /** Unix time in milliseconds. */
  readonly ts: number
}

/** A credential was seen where it must not be. */
export interface CredentialLeaked {
  readonly kind: 'credential-leaked'
  readonly finding: string
  /** Who received it. */
  readonly actor: string
  /** Place of the machine that gave it away; empty where that is not known. */
  readonly owner: string
}

/** What lane 1 has to know of a leak: from the next exchange on, whoever uses the credential is judged by it. */
export interface Leak {
  /** Keyed hash of the credential. */
  readonly hash: string
  readonly ts: number
  readonly owner: string
}

export const severities = ['low', 'medium', 'high', 'critical'] as const

export type Severity = (typeof severities)[number]

/** Severity of a score: 0.5 is a finding, and the published steps above it. */
export function severityOf(score: number): Severity {
  if (score >= 0.9) return 'critical'
  if (score >= 0.7) return 'high'
  return score >= 0.5 ? 'medium' : 'low'
}
