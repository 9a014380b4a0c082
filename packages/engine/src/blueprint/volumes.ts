import { type Codec, integer, real, record } from '../lib/codec.ts'
import { find, type KeyedTable, keyedTableCodec, newKeyedTable, put } from '../lib/keyed-table.ts'
import { limits } from '../limits.ts'

/** What one actor has done with one operation in the current window. */
export interface Volume {
  windowStart: number
  calls: number
  bytes: number
}

/** A window that is over: evidence of how much is usual. */
export type FinishedWindow = Pick<Volume, 'calls' | 'bytes'>

export type Volumes = KeyedTable<Volume>

/** Length of a window in milliseconds; it begins with an actor's first call after the last one. */
export const windowMs = 600_000

export function newVolumes(): Volumes {
  return newKeyedTable(limits.actorsPerPartition)
}

/** Counts a call and returns the window it brought to an end. Evicted windows are incomplete and teach nothing. */
export function recordVolume(
  volumes: Volumes,
  key: string,
  ts: number,
  bytes: number,
): FinishedWindow | null {
  const known = find(volumes, key)
  if (known === null) {
    put(volumes, key, { windowStart: ts, calls: 1, bytes })
    return null
  }
  if (ts - known.windowStart < windowMs) {
    known.calls += 1
    known.bytes += bytes
    return null
  }
  const { calls, bytes: total } = known
  Object.assign(known, { windowStart: ts, calls: 1, bytes })
  return { calls, bytes: total }
}

export const volumesCodec: Codec<Volumes> = keyedTableCodec(
  record({ windowStart: real, calls: integer, bytes: integer }),
  limits.actorsPerPartition,
)
