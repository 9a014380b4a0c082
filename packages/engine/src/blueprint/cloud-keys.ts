import { type BottomK, mergeBottomK, newBottomK, touch } from '../lib/bottom-k.ts'
import { bottomK, type Codec, integer, real, record } from '../lib/codec.ts'
import { limits } from '../limits.ts'
import type { Lessons } from './lessons.ts'

/** Where a cloud access key belongs: the places it was issued to or used from. */
export interface CloudKeyStats {
  readonly places: BottomK<null>
  uses: number
  firstMs: number
  lastMs: number
}

/** Writes down that a key was at a place, by its keyed hash. */
export function learnKeyPlace(lessons: Lessons, hash: string, place: string, ts: number): void {
  const { summary, rankOf } = lessons
  const entry = touch(summary.cloudKeys, hash, rankOf, () => ({
    places: newBottomK<null>(limits.keyPlaces),
    uses: 0,
    firstMs: ts,
    lastMs: ts,
  }))
  if (entry === null) return
  const stats = entry.value
  touch(stats.places, place, rankOf, () => null)
  stats.uses += 1
  stats.firstMs = Math.min(stats.firstMs, ts)
  stats.lastMs = Math.max(stats.lastMs, ts)
}

export function mergeCloudKeys(left: CloudKeyStats, right: CloudKeyStats): CloudKeyStats {
  return {
    places: mergeBottomK(left.places, right.places, () => null),
    uses: left.uses + right.uses,
    firstMs: Math.min(left.firstMs, right.firstMs),
    lastMs: Math.max(left.lastMs, right.lastMs),
  }
}

const nothing: Codec<null> = { encode: () => null, decode: () => null }

export const cloudKeyCodec: Codec<CloudKeyStats> = record({
  places: bottomK(nothing, limits.keyPlaces),
  uses: integer,
  firstMs: real,
  lastMs: real,
})
