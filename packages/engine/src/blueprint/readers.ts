import { neverSeen, touch } from '../lib/bottom-k.ts'
import { type Codec, integer, record } from '../lib/codec.ts'
import type { Lessons, RankOf } from './lessons.ts'
import type { Summary } from './summary.ts'

/** Somebody, or a place, that reads a collection of objects. */
export interface ReaderStats {
  /** Most different objects in one sitting. */
  peak: number
}

export function learnReader(
  { summary, rankOf }: Lessons,
  collection: string,
  reader: string,
  objects: number,
): void {
  const entry = touch(summary.readers, readerKey(collection, reader), rankOf, () => ({ peak: 0 }))
  if (entry !== null) entry.value.peak = Math.max(entry.value.peak, objects)
}

/** Most objects the reader has had in one sitting; null for one who is not known. */
export function readerPeak(summary: Summary, collection: string, reader: string): number | null {
  return summary.readers.entries.get(readerKey(collection, reader))?.value.peak ?? null
}

/** True only when the reader certainly never read the collection. */
export function isNewReader(
  summary: Summary,
  collection: string,
  reader: string,
  rankOf: RankOf,
): boolean {
  return neverSeen(summary.readers, readerKey(collection, reader), rankOf)
}

function readerKey(collection: string, reader: string): string {
  return `${collection}\n${reader}`
}

export function mergeReaders(left: ReaderStats, right: ReaderStats): ReaderStats {
  return { peak: Math.max(left.peak, right.peak) }
}

export const readerCodec: Codec<ReaderStats> = record({ peak: integer })
