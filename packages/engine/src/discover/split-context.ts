import type { Sibling } from './siblings.ts'

/** What is known of the service around one position. */
export interface SplitContext {
  readonly eventRates: ReadonlyMap<string, number>
  /** Rate of an event never seen where words stand side by side. */
  readonly rareEvent: number
  /** Calls a word of this API typically gets. */
  readonly usualCalls: number
  /** Different actors of the service; with fewer than three, actors say nothing. */
  readonly actors: number
  /** What a first reading of the whole service took each text for. */
  readonly vocabulary: Vocabulary
  /** The segment before, null at the beginning and after a parameter. */
  readonly before: string | null
  readonly first: boolean
}

/** At how many positions a text was taken for a value, and for a word. */
export type Vocabulary = ReadonlyMap<string, { readonly values: number; readonly words: number }>

/** Calls, or actors where there are several: one person's own value is called often by one. */
export function support(one: Sibling, context: SplitContext): number {
  return Math.max(1, context.actors < 3 ? one.calls : one.actors)
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}
