/**
 * What lane 1 tells lane 2: hashes and names only, at most 256 bytes each. A fact meets the others of
 * its join key in one place, whichever actor it came from.
 */
export type Fact =
  | {
      readonly kind: 'finding'
      readonly join: string
      readonly seq: number
      readonly ts: number
      readonly finding: string
      readonly tracker: string
      readonly severity: Severity
    }
  | {
      /** A credential was seen where it must not be. */
      readonly kind: 'credential-leaked'
      readonly join: string
      readonly seq: number
      readonly ts: number
      readonly finding: string
      readonly actor: string
    }
  | {
      /** An actor used a credential from a network it was not used from before. */
      readonly kind: 'credential-used'
      readonly join: string
      readonly seq: number
      readonly ts: number
      readonly actor: string
      readonly network: string
    }

export const severities = ['low', 'medium', 'high', 'critical'] as const

export type Severity = (typeof severities)[number]

/** Severity of a score: 0.5 is a finding, and the published steps above it. */
export function severityOf(score: number): Severity {
  if (score >= 0.9) return 'critical'
  if (score >= 0.7) return 'high'
  return score >= 0.5 ? 'medium' : 'low'
}
