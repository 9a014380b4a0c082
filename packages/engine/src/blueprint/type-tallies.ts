import type { TypeTally } from '../classify/index.ts'
import { type Codec, integer, record } from '../lib/codec.ts'

/** Evidence for each data type of one field, by the type's id. */
export type TypeTallies = Map<string, TypeTally>

export function mergeTallies(
  left: ReadonlyMap<string, TypeTally>,
  right: ReadonlyMap<string, TypeTally>,
): TypeTallies {
  const merged = new Map(left)
  for (const [type, tally] of right) {
    const known = merged.get(type)
    merged.set(type, known === undefined ? tally : addTallies(known, tally))
  }
  return merged
}

export function addTallies(left: TypeTally, right: TypeTally): TypeTally {
  return {
    values: left.values + right.values,
    strong: left.strong + right.strong,
    whole: left.whole + right.whole,
    confidence: left.confidence + right.confidence,
  }
}

export const tallyCodec: Codec<TypeTally> = record({
  values: integer,
  strong: integer,
  whole: integer,
  confidence: integer,
})
