/**
 * A map that keeps the `capacity` keys with the smallest ranks (bottom-k sampling; Cohen and Kaplan,
 * "Summarizing data using bottom-k sketches", PODC 2007). A rank is a seeded hash of the key in
 * hexadecimal, so which keys stay does not depend on order or on who saw them: a key that is not
 * among the smallest of one part is not among the smallest of the whole. Merging two maps with a
 * merge of values that is associative and commutative is therefore exact, associative and
 * commutative for every key that stays.
 */
export interface BottomK<Value> {
  readonly capacity: number
  readonly entries: Map<string, Ranked<Value>>
  /** Sightings of keys that did not stay. */
  dropped: number
  /** Largest rank that can still enter once the map is full; derived, never merged. */
  bar: string | null
}

export interface Ranked<Value> {
  readonly rank: string
  value: Value
  /** Sightings of this key, so that dropping it is counted exactly. */
  seen: number
}

export function newBottomK<Value>(capacity: number): BottomK<Value> {
  return { capacity, entries: new Map(), dropped: 0, bar: null }
}

/**
 * Counts a sighting of `key` and returns its entry to be updated in place, or null when the key does
 * not belong to the sample. Between trims the map may hold up to twice its capacity, so that a flood
 * of new keys costs one sort per `capacity` sightings.
 */
export function touch<Value>(
  map: BottomK<Value>,
  key: string,
  rankOf: (key: string) => string,
  create: () => Value,
): Ranked<Value> | null {
  const known = map.entries.get(key)
  if (known !== undefined) {
    known.seen += 1
    return known
  }
  const rank = rankOf(key)
  if (map.bar !== null && rank > map.bar) {
    map.dropped += 1
    return null
  }
  const entry = { rank, value: create(), seen: 1 }
  map.entries.set(key, entry)
  if (map.entries.size >= 2 * map.capacity) trim(map)
  return entry
}

/** True only when `key` was certainly never seen: one that may have been dropped is not. */
export function neverSeen<Value>(
  map: BottomK<Value>,
  key: string,
  rankOf: (key: string) => string,
): boolean {
  if (map.entries.has(key)) return false
  return map.bar === null || rankOf(key) <= map.bar
}

/** Drops what exceeds the capacity, largest ranks first. */
export function trim<Value>(map: BottomK<Value>): void {
  if (map.entries.size <= map.capacity) return
  const byAscent = [...map.entries].sort(byRank)
  for (const [key, entry] of byAscent.slice(map.capacity)) {
    map.entries.delete(key)
    map.dropped += entry.seen
  }
  map.bar = lower(map.bar, byAscent[map.capacity - 1]?.[1].rank ?? null)
}

export function mergeBottomK<Value>(
  left: BottomK<Value>,
  right: BottomK<Value>,
  mergeValues: (left: Value, right: Value) => Value,
): BottomK<Value> {
  const merged = newBottomK<Value>(left.capacity)
  merged.dropped = left.dropped + right.dropped
  for (const [key, entry] of left.entries) merged.entries.set(key, { ...entry })
  for (const [key, entry] of right.entries) {
    const known = merged.entries.get(key)
    merged.entries.set(
      key,
      known === undefined
        ? { ...entry }
        : {
            rank: entry.rank < known.rank ? entry.rank : known.rank,
            value: mergeValues(known.value, entry.value),
            seen: known.seen + entry.seen,
          },
    )
  }
  merged.bar = lower(left.bar, right.bar)
  trim(merged)
  return merged
}

function lower(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right
  return left < right ? left : right
}

/** Entries by rank: the same order whatever the order of sightings. */
export function ranked<Value>(map: BottomK<Value>): readonly (readonly [string, Ranked<Value>])[] {
  return [...map.entries].sort(byRank)
}

function byRank<Value>(
  left: readonly [string, Ranked<Value>],
  right: readonly [string, Ranked<Value>],
): number {
  if (left[1].rank !== right[1].rank) return left[1].rank < right[1].rank ? -1 : 1
  return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0
}
