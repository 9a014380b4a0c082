import { type BottomK, newBottomK, type Ranked, trim } from '../lib/bottom-k.ts'

/** Gives entries other keys; what then has one key is merged. */
export function rekey<Value>(
  map: BottomK<Value>,
  keyOf: (key: string) => string,
  mergeValues: (left: Value, right: Value) => Value,
): BottomK<Value> {
  const groups = new Map<string, Ranked<Value>[]>()
  const sorted = [...map.entries].sort(([left], [right]) => (left < right ? -1 : 1))
  for (const [key, entry] of sorted) {
    const next = keyOf(key)
    const known = groups.get(next)
    if (known === undefined) groups.set(next, [entry])
    else known.push(entry)
  }
  const moved = newBottomK<Value>(map.capacity)
  moved.dropped = map.dropped
  for (const [key, entries] of groups) moved.entries.set(key, mergedOf(entries, mergeValues))
  moved.bar = map.bar
  trim(moved)
  return moved
}

/** Neighbours first, so that merging many costs little more than reading them once for each doubling. */
function mergedOf<Value>(
  entries: readonly Ranked<Value>[],
  mergeValues: (left: Value, right: Value) => Value,
): Ranked<Value> {
  const [first, second] = entries
  if (first === undefined) throw new TypeError('a group has a member')
  if (second === undefined) return first
  const half = Math.ceil(entries.length / 2)
  const left = mergedOf(entries.slice(0, half), mergeValues)
  return joined(left, mergedOf(entries.slice(half), mergeValues), mergeValues)
}

/** An operation keeps the smallest rank of what it was made of, so it stays as long as any of it. */
function joined<Value>(
  left: Ranked<Value>,
  right: Ranked<Value>,
  mergeValues: (left: Value, right: Value) => Value,
): Ranked<Value> {
  return {
    rank: left.rank < right.rank ? left.rank : right.rank,
    value: mergeValues(left.value, right.value),
    seen: left.seen + right.seen,
  }
}
