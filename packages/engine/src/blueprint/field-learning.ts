import type { FieldLocation } from '@weir/schema'
import { tallyValue } from '../classify/index.ts'
import type { InspectedLeaf, Inspection } from '../inspect/index.ts'
import { type BottomK, touch } from '../lib/bottom-k.ts'
import type { Hash64 } from '../lib/sip-hash.ts'
import { type FieldStats, newFieldStats, recordValue } from './field-stats.ts'
import { fieldKey } from './keys.ts'

/**
 * Learns the fields of one exchange and returns its signature: which fields stood in it, and of what
 * kind. Calls with one signature are of one species to the estimate of what is still unseen.
 */
export function learnFields(
  fields: BottomK<FieldStats>,
  operation: string,
  inspection: Inspection,
  actor: Hash64,
  rankOf: (key: string) => string,
): string {
  const present = new Map<string, FieldStats>()
  const species = new Set<string>()
  const statsOf = (location: FieldLocation, path: string): FieldStats | null => {
    const key = fieldKey(operation, location, path)
    const known = present.get(key)
    if (known !== undefined) return known
    const stats = touch(fields, key, rankOf, newFieldStats)?.value ?? null
    if (stats === null) return null
    stats.exchanges += 1
    present.set(key, stats)
    return stats
  }
  for (const inspected of inspection.leaves) {
    species.add(`${inspected.location} ${inspected.leaf.path} ${inspected.leaf.kind}`)
    const stats = statsOf(inspected.location, inspected.leaf.path)
    if (stats !== null) learnLeaf(stats, inspected, actor)
  }
  for (const object of inspection.objects) {
    const stats = statsOf(object.location, object.path)
    if (stats === null) continue
    stats.values += 1
    tallyValue(stats.types, object.candidates, 0)
  }
  return [...species].sort().join('\n')
}

function learnLeaf(stats: FieldStats, inspected: InspectedLeaf, actor: Hash64): void {
  recordValue(stats, {
    kind: inspected.leaf.kind,
    text: inspected.leaf.text,
    rank: inspected.fingerprint,
    actor,
    open: inspected.candidates.length === 0,
  })
  tallyValue(stats.types, inspected.candidates, inspected.leaf.text.length)
}
