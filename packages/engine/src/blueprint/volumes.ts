import { type Codec, integer, real, record } from '../lib/codec.ts'
import { type Evicted, find, type KeyedTable, keyedTableCodec, newKeyedTable, put } from '../lib/keyed-table.ts'
import { limits } from '../limits.ts'

/** What one actor has done with one operation in the current window. */
export interface Volume {
  windowStart: number
  calls: number
  bytes: number
}

/** A window that is over: evidence of how much is usual. */
export interface FinishedWindow {
  readonly operation: string
  readonly calls: number
  readonly bytes: number
}

export type Volumes = KeyedTable<Volume>

/** Length of a window in milliseconds; it begins with an actor's first call after the last one. */
export const windowMs = 600_000

export function newVolumes(): Volumes {
  return newKeyedTable(limits.actorsPerPartition)
}

/** Counts a call and returns the windows it brought to an end. */
export function recordVolume(
  volumes: Volumes,
  actor: string,
  operation: string,
  ts: number,
  bytes: number,
): readonly FinishedWindow[] {
  const key = `${actor}\n${operation}`
  const known = find(volumes, key)
  if (known === null) {
    return finished(put(volumes, key, { windowStart: ts, calls: 1, bytes }))
  }
  if (ts - known.windowStart < windowMs) {
    known.calls += 1
    known.bytes += bytes
    return []
  }
  const { calls, bytes: total } = known
  Object.assign(known, { windowStart: ts, calls: 1, bytes })
  return [{ operation, calls, bytes: total }]
}

function finished(evicted: Evicted<Volume>): readonly FinishedWindow[] {
  if (evicted === null) return []
  const operation = evicted.key.slice(evicted.key.indexOf('\n') + 1)
  return [{ operation, calls: evicted.value.calls, bytes: evicted.value.bytes }]
}

export const volumesCodec: Codec<Volumes> = keyedTableCodec(
  record({ windowStart: real, calls: integer, bytes: integer }),
  limits.actorsPerPartition,
)
