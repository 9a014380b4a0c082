import type { Summary } from './summary.ts'

/** Rank of a key in a bottom-k sample: its seeded hash in hexadecimal. */
export type RankOf = (key: string) => string

/** What is being learned until the next mark. */
export interface Lessons {
  readonly summary: Summary
  readonly rankOf: RankOf
}
