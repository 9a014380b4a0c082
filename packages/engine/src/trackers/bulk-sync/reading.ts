import { flag, integer, list, nullable, octets, real, record } from '../../lib/codec.ts'
import { addHash, estimate, newRegisters, type Registers } from '../../lib/hyper-log-log.ts'
import type { Hash64 } from '../../lib/sip-hash.ts'
import type { Memory } from '../tracker.ts'

/** One actor at one collection, for one sitting. */
export interface Reading {
  sinceMs: number
  lastMs: number
  gets: number
  /** Fetches of the same part of the same object again. */
  repeats: number
  /** First different objects fetched, by half of their hash. */
  readonly objects: number[]
  /** First different parts fetched: an object may come in ranges. */
  readonly parts: number[]
  /** All objects fetched, for their number once they are many. */
  readonly fetched: Registers
  /** Objects listed; null while none were. */
  listed: Registers | null
  /** Objects that listings counted but that were cut off before we read them. */
  unread: number
  /** Whether it was found to be misuse: then it is no measure of what is normal. */
  spoken: boolean
  /** Objects of the sitting before, not yet written down. */
  finished: number | null
}

const exactly = 64
const precision = 10

export const readingMemory: Memory<Reading> = {
  rows: 256,
  codec: record({
    sinceMs: real,
    lastMs: real,
    gets: integer,
    repeats: integer,
    objects: list(integer),
    parts: list(integer),
    fetched: octets,
    listed: nullable(octets),
    unread: integer,
    spoken: flag,
    finished: nullable(integer),
  }),
}

export function newReading(ts: number, finished: number | null): Reading {
  return {
    sinceMs: ts,
    lastMs: ts,
    gets: 0,
    repeats: 0,
    objects: [],
    parts: [],
    fetched: newRegisters(precision),
    listed: null,
    unread: 0,
    spoken: false,
    finished,
  }
}

/** Counts a fetch of a part of an object. */
export function noteFetch(reading: Reading, object: Hash64, part: Hash64): void {
  reading.gets += 1
  addHash(reading.fetched, object)
  noteOnce(reading.objects, object.low)
  if (reading.parts.includes(part.low)) reading.repeats += 1
  else noteOnce(reading.parts, part.low)
}

function noteOnce(items: number[], item: number): void {
  if (items.length < exactly && !items.includes(item)) items.push(item)
}

export function noteListed(reading: Reading, keys: readonly Hash64[], unread: number): void {
  reading.listed ??= newRegisters(precision)
  for (const key of keys) addHash(reading.listed, key)
  reading.unread += unread
}

/** Different objects fetched: exact while they are few. */
export function objectsOf({ objects, fetched }: Reading): number {
  return objects.length < exactly ? objects.length : Math.max(exactly, estimate(fetched))
}

/** Different objects listed; zero where no listing was read. */
export function listedOf({ listed, unread }: Reading): number {
  return listed === null ? 0 : estimate(listed) + unread
}
