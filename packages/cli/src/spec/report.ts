import type { Difference } from '@weir/engine'
import { type SpecLevel, specLevelNames, specRules } from '@weir/schema/api'

/** Where a description and traffic part, whoever found it. */
export interface SpecReport {
  readonly title: string
  readonly version: string
  /** Of the description, as it was given. */
  readonly file: string
  /** What of it could not be read. */
  readonly problems: readonly string[]
  readonly operations: number
  /** What was held against it, as a sentence. */
  readonly held: string
  /** Of exchanges or calls. */
  readonly matched: number
  readonly unit: 'exchange' | 'call'
  readonly differences: readonly ReportedDifference[]
}

export interface ReportedDifference extends Difference {
  /** Of the description. */
  readonly line: number
  /** Who called the operation, most calls first; empty where nobody knows. */
  readonly callers: readonly string[]
}

export function isAtLeast({ kind }: Difference, level: SpecLevel): boolean {
  return specLevelNames.indexOf(specRules[kind].level) >= specLevelNames.indexOf(level)
}
