import { type CatalogOperation, compareLearned, type Comparison } from '@weir/engine'
import { type SpecRule, type SpecRuleCount, specRuleNames, specRules } from '@weir/schema/api'
import type { ReadDocument } from '../specs/read-document.ts'
import type { KeptSpec, ProvidedSpec } from '../stores/specs.ts'

/** The document of one service beside what was learned of it. */
export interface SpecComparison extends Comparison<CatalogOperation> {
  readonly document: ReadDocument
  readonly rules: readonly SpecRuleCount[]
}

export interface KeptComparison extends SpecComparison {
  readonly spec: KeptSpec
}

/** Null where the document cannot be read. */
export function comparisonOf(
  spec: ProvidedSpec,
  operations: readonly CatalogOperation[],
): SpecComparison | null {
  const document = spec.reading()
  if (!document.ok) return null
  const comparison = compareLearned(document.value.spec, operations)
  return { ...comparison, document: document.value, rules: rulesOf(comparison) }
}

/** Those that there are, the gravest first. */
function rulesOf({ differences }: Comparison<CatalogOperation>): readonly SpecRuleCount[] {
  const counts = new Map<SpecRule, number>()
  for (const { difference } of differences) {
    counts.set(difference.kind, (counts.get(difference.kind) ?? 0) + 1)
  }
  return specRuleNames.flatMap((rule) => {
    const count = counts.get(rule) ?? 0
    return count === 0 ? [] : [{ rule, ...specRules[rule], count }]
  })
}

export type SpecLabel = 'shadow' | 'zombie'

/** What the comparison says of whole operations, as labels. */
export function labelsOf({
  differences,
}: SpecComparison): ReadonlyMap<CatalogOperation, SpecLabel> {
  const labels = new Map<CatalogOperation, SpecLabel>()
  for (const { difference, learned } of differences) {
    const { kind } = difference
    if (learned !== null && (kind === 'shadow' || kind === 'zombie')) labels.set(learned, kind)
  }
  return labels
}
