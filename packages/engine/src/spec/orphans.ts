import { type Difference, wholeDifference } from './difference.ts'
import type { Spec, SpecOperation } from './spec.ts'

/** Described and not called, under no path of its servers; what is deprecated need not be called. */
export function orphansOf(
  { operations }: Spec,
  called: ReadonlySet<SpecOperation>,
): readonly { readonly difference: Difference; readonly operation: SpecOperation }[] {
  const known = new Set([...called].map(placeOf))
  return operations.flatMap((operation) => {
    const place = placeOf(operation)
    if (operation.deprecated || known.has(place)) return []
    known.add(place)
    return [{ operation, difference: wholeDifference('orphan', operation, 0) }]
  })
}

function placeOf({ at }: SpecOperation): string {
  return at.join('\n')
}
