import type { LeafProblem } from './judge-leaf.ts'

export type DifferenceKind =
  | 'shadow'
  | 'orphan'
  | 'zombie'
  | 'undocumented-security'
  | 'undocumented-parameter'
  | 'missing-parameter'
  | 'undocumented-status'
  | LeafProblem

/** Where traffic and description part. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly method: string
  readonly template: string
  /** `req.query`, `req.body`, `res.body`; null where it is about the whole operation. */
  readonly in: 'req.query' | 'req.body' | 'res.body' | null
  /** Field, parameter or status; empty for the whole operation. */
  readonly path: string
  /** Exchanges that show it; 0 for what was never seen. */
  readonly count: number
  /** In words, without any value. */
  readonly what: string
}

/** Different ones that are told apart; hostile traffic could show any number. */
export const mostDifferences = 10_000

/** The words of the kinds whose words are always the same. */
export const differenceWords = {
  shadow: 'answered, and not described',
  orphan: 'described, and never called',
  zombie: 'deprecated, and still called',
  'undocumented-security': 'called without the credential it demands',
  'undocumented-parameter': 'sent, and not described',
  'missing-parameter': 'required, and not sent',
  'undocumented-status': 'answered, and not described',
} as const satisfies Partial<Record<DifferenceKind, string>>

/** A difference of a whole operation. */
export function wholeDifference(
  kind: 'shadow' | 'orphan' | 'zombie' | 'undocumented-security',
  { method, template }: { readonly method: string; readonly template: string },
  count: number,
): Difference {
  return { kind, method, template, in: null, path: '', count, what: differenceWords[kind] }
}
