import type { FieldLocation } from '@weir/schema'
import type { Candidate } from '../classify/index.ts'
import type { InspectedLeaf, Inspection } from '../inspect/index.ts'
import { type BottomK, touch } from '../lib/bottom-k.ts'
import type { Hash64 } from '../lib/sip-hash.ts'
import { type FieldStats, newFieldStats, recordValue } from './field-stats.ts'
import { fieldKey } from './keys.ts'
import { addTallies, type TypeTallies } from './type-tallies.ts'

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
    tally(stats.types, object.candidates, null)
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
  tally(stats.types, inspected.candidates, inspected.leaf.text.length)
}

/** Counts each type once a value, with the best candidate the value gave it. */
function tally(
  types: TypeTallies,
  candidates: readonly Candidate[],
  length: number | null,
): void {
  const best = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const known = best.get(candidate.type)
    if (known === undefined || candidate.confidence > known.confidence) {
      best.set(candidate.type, candidate)
    }
  }
  for (const [type, candidate] of best) {
    const one = {
      values: 1,
      strong: candidate.strong ? 1 : 0,
      whole: length === null || candidate.end - candidate.start === length ? 1 : 0,
      confidence: Math.round(candidate.confidence * 1_000),
    }
    const known = types.get(type)
    types.set(type, known === undefined ? one : addTallies(known, one))
  }
}
