import {
  hasSettled,
  isNewReader,
  learnReader,
  type Lessons,
  readerPeak,
} from '../../blueprint/index.ts'
import { find, type KeyedTable, put } from '../../lib/keyed-table.ts'
import { hashText } from '../../lib/sip-hash.ts'
import type { Sighting, Watched } from '../tracker.ts'
import { readListing } from './listing.ts'
import { listedOf, newReading, noteFetch, noteListed, objectsOf, type Reading } from './reading.ts'

/** When a sitting is a copy; with a key seen leaking the number of objects alone decides. */
const thresholds = {
  /** Different objects before anything is said: fewer is how people look for something. */
  objects: 10,
  /** Share of what was listed: whoever wants one file of a folder stays below. */
  coverage: 0.05,
  /** Different objects that speak for themselves where no listing was seen. */
  objectsAlone: 50,
  /** Share of fetches that repeat one: caches and computations come back, copies do not. */
  repeats: 0.1,
  /** How much more than ever a known reader may take, and what it may take in any case. */
  growth: 10,
  allowance: 50,
} as const

const scores = {
  // The key leaked and its owner does not use it: what is copied is stolen.
  stolen: 0.95,
  // A stranger to the bucket who takes what it lists.
  stranger: 0.85,
  // Nobody listed, but the objects come one after the other.
  strangerAlone: 0.75,
  // Known here, though never for so much.
  grown: 0.6,
  // A listing alone copies nothing; where a chain exists, it is its next step.
  listing: 0.3,
} as const

/** A sitting ends after six quiet hours, and after a day in any case. */
const quietMs = 6 * 3_600_000
const longestMs = 24 * 3_600_000

/** Fixed: whoever copies objects does not choose their names. */
const seed = { low: 0x6c69_7374, high: 0x7379_6e63 }
const listings = new Set(['ListObjectsV2', 'ListObjects', 'ListObjectVersions'])

export function observeReading(watched: Watched, memory: KeyedTable<Reading>): readonly Sighting[] {
  const collection = collectionOf(watched)
  if (collection === null || watched.outcome !== 'success') return []
  const action = watched.s3?.action ?? ''
  if (listings.has(action)) return observeListing(watched, collection, memory)
  return action === 'GetObject' ? observeFetch(watched, collection, memory) : []
}

function observeFetch(
  watched: Watched,
  collection: string,
  memory: KeyedTable<Reading>,
): readonly Sighting[] {
  const { request, response } = watched.exchange
  const key = watched.s3?.key ?? ''
  // 304 carries no object.
  if (response?.status !== 200 && response?.status !== 206) return []
  const reading = readingAt(watched, collection, memory)
  const range = request?.headers.get('range')?.[0] ?? ''
  noteFetch(reading, hashText(key, seed), hashText(`${key}\n${range}`, seed))
  const sighting = judge(watched, collection, reading)
  if (sighting === null) return []
  reading.spoken = true
  return [sighting]
}

function observeListing(
  watched: Watched,
  collection: string,
  memory: KeyedTable<Reading>,
): readonly Sighting[] {
  const { response } = watched.exchange
  const reading = readingAt(watched, collection, memory)
  const first = reading.listed === null
  if (response === null) return []
  const { keys, unread } = readListing(response)
  noteListed(
    reading,
    keys.map((key) => hashText(key, seed)),
    unread,
  )
  const listed = listedOf(reading)
  if (!first || listed === 0 || !isStranger(watched, collection)) return []
  const why = `the bucket ${collection} is listed, about ${listed} objects`
  return [{ score: scores.listing, field: null, why, scope: `list ${collection}`, step: true }]
}

/** Readers known here write down how much they read; strangers teach once their sitting ended quietly. */
export function learnReading(
  watched: Watched,
  memory: KeyedTable<Reading>,
  lessons: Lessons,
): void {
  const collection = collectionOf(watched)
  if (collection === null || watched.s3?.key === null || watched.stolen !== null) return
  const reading = find(memory, stateKey(watched, collection))
  if (reading === null) return
  const teaching = watched.vouched || (!isSettled(watched) && !reading.spoken)
  const objects = reading.finished ?? (teaching ? objectsOf(reading) : 0)
  reading.finished = null
  if (objects === 0) return
  for (const reader of readersOf(watched)) learnReader(lessons, collection, reader, objects)
}

function judge(watched: Watched, collection: string, reading: Reading): Sighting | null {
  const objects = objectsOf(reading)
  if (objects < thresholds.objects) return null
  if (reading.repeats > reading.gets * thresholds.repeats) return null
  const listed = listedOf(reading)
  const covers = listed > 0 && objects / listed > thresholds.coverage
  const enough = covers || watched.stolen !== null || objects >= thresholds.objectsAlone
  if (!enough) return null
  const score = scoreOf(watched, collection, objects, covers)
  if (score === null) return null
  return { score, field: null, why: whyOf(collection, objects, listed, score), scope: collection }
}

/** Null for readers who may. A credential seen leaking needs no learning. */
function scoreOf(
  watched: Watched,
  collection: string,
  objects: number,
  covers: boolean,
): number | null {
  if (watched.stolen !== null) return scores.stolen
  const { model } = watched
  if (!isSettled(watched)) return null
  const peaks = readersOf(watched).map((reader) => readerPeak(model.summary, collection, reader))
  const peak = Math.max(...peaks.map((one) => one ?? -1))
  if (peak < 0) {
    if (!isStranger(watched, collection)) return null
    return covers ? scores.stranger : scores.strangerAlone
  }
  const allowed = Math.max(thresholds.allowance, thresholds.growth * peak)
  return objects > allowed ? scores.grown : null
}

/** Somebody who certainly never read the collection, where that means something. */
function isStranger(watched: Watched, collection: string): boolean {
  if (watched.stolen !== null) return true
  const { model, rankOf } = watched
  if (!isSettled(watched)) return false
  return readersOf(watched).every((one) => isNewReader(model.summary, collection, one, rankOf))
}

/** Whether a reader never seen is strange; nothing is that a person vouches for. */
function isSettled({ model, service, exchange, settleMs, vouched }: Watched): boolean {
  return !vouched && hasSettled(model.summary, service.name, exchange.ts, settleMs)
}

/** The actor; and the machine, whose temporary keys change every few hours while its work goes on. */
function readersOf({ identity, place }: Watched): readonly string[] {
  const temporary = identity.credentials.some((credential) => credential.temporary)
  return temporary ? [identity.actor, `place:${place}`] : [identity.actor]
}

function readingAt(watched: Watched, collection: string, memory: KeyedTable<Reading>): Reading {
  const { ts } = watched.exchange
  const key = stateKey(watched, collection)
  const known = find(memory, key)
  if (known !== null && ts - known.lastMs < quietMs && ts - known.sinceMs < longestMs) {
    known.lastMs = Math.max(known.lastMs, ts)
    return known
  }
  const quiet = known !== null && !known.spoken && known.gets > 0
  const reading = newReading(ts, quiet ? objectsOf(known) : null)
  put(memory, key, reading)
  return reading
}

/** What the owner of a leaked key reads is kept apart from what others read with it. */
function stateKey({ identity, stolen }: Watched, collection: string): string {
  return `${identity.actor}\n${collection}\n${stolen === null ? '' : 'stolen'}`
}

/** A bucket by its name, however requests address it; null for requests about none. */
function collectionOf({ s3 }: Watched): string | null {
  const bucket = s3?.bucket ?? null
  return bucket === null ? null : bucket.slice(0, 64).replace(/[\0-\x20\x7f]/g, '')
}

function whyOf(collection: string, objects: number, listed: number, score: number): string {
  const of = listed > 0 ? `${objects} of about ${listed} listed objects` : `${objects} objects`
  const opening = score === scores.grown ? 'far more than ever, ' : ''
  return `${opening}${of} in ${collection} were fetched one after the other`
}
