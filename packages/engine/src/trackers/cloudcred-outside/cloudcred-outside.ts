import { type CloudKeyStats, learnKeyPlace, type Lessons } from '../../blueprint/index.ts'
import { type Credential, isInside, issuesCredentials } from '../../identify/index.ts'
import { roleKeys } from '../../inspect/index.ts'
import { list, text } from '../../lib/codec.ts'
import { find, type KeyedTable, put } from '../../lib/keyed-table.ts'
import type { Memory, Sighting, Watched } from '../tracker.ts'

/** What the use of a key away from its places weighs. */
const scores = {
  // It was seen leaking, and whoever uses it is not its owner.
  leaked: 0.97,
  // The key of a session lives on one machine of ours for hours; nobody carries it out in good faith.
  temporaryLeavesUs: 0.95,
  // Its home is outside, as cloud logs see machines behind a NAT; people who roam look alike.
  temporaryMovesOutside: 0.75,
  // Within our networks: clusters that share a session exist, and so do thieves inside.
  temporaryMovesInside: 0.6,
  // People and CI use long-lived keys from new places now and then.
  longLivedOutside: 0.7,
  longLivedInside: 0.4,
} as const

/** Uses a long-lived key needs before its places mean anything. */
const longLivedUses = 20
/** Places remembered of one key between marks; a key with more belongs everywhere. */
const mostPlaces = 8

/** Places each key was used from, by its keyed hash, in order of first use. */
export const keyMemory: Memory<string[]> = { codec: list(text), rows: 512 }

export function observeKey(watched: Watched, memory: KeyedTable<string[]>): readonly Sighting[] {
  const { identity, accepted, stolen, place } = watched
  // A key id is no secret: only whom the store lets in has the key.
  if (!accepted) return []
  const key = identity.credentials.find(({ kind }) => kind === 'sigv4')
  if (key === undefined) return []
  if (stolen === key.hash) {
    return [sighting(watched, scores.leaked, `leaked ${key.hash}`, 'a key that leaked is used')]
  }
  if (watched.vouched) return []
  const learned = watched.model.summary.cloudKeys.entries.get(key.hash)?.value
  const places = placesOf(find(memory, key.hash) ?? [], learned)
  if (places === null || places.has(place)) return []
  const score = key.temporary ? temporaryScore(watched, places) : longLivedScore(watched, learned)
  if (score === null) return []
  const [home = ''] = places
  const opening = `${describe(key)} of ${home} is used`
  return [sighting(watched, score, `outside ${key.hash}`, opening)]
}

export function learnKey(watched: Watched, memory: KeyedTable<string[]>, lessons: Lessons): void {
  const { identity, accepted, exchange, place } = watched
  if (!accepted) return
  for (const { kind, hash } of identity.credentials) {
    if (kind !== 'sigv4') continue
    remember(memory, hash, place)
    learnKeyPlace(lessons, hash, place, exchange.ts)
  }
  if (!issuesCredentials(exchange)) return
  for (const { keyId } of roleKeys(watched.inspection)) {
    if (keyId === null) continue
    const hash = watched.credentialHash({ kind: 'sigv4', secret: keyId })
    learnKeyPlace(lessons, hash, place, exchange.ts)
  }
}

function remember(memory: KeyedTable<string[]>, hash: string, place: string): void {
  const places = find(memory, hash)
  if (places === null) put(memory, hash, [place])
  else if (!places.includes(place) && places.length <= mostPlaces) places.push(place)
}

/** Places a key belongs to; null for one that is new here or belongs everywhere. */
function placesOf(
  used: readonly string[],
  learned: CloudKeyStats | undefined,
): ReadonlySet<string> | null {
  const wide = used.length > mostPlaces || (learned?.places.dropped ?? 0) > 0
  const places = new Set([...used, ...(learned?.places.entries.keys() ?? [])])
  return wide || places.size === 0 ? null : places
}

function temporaryScore({ place, networks }: Watched, places: ReadonlySet<string>): number {
  if (isInside(place, networks)) return scores.temporaryMovesInside
  const ours = [...places].some((home) => isInside(home, networks))
  return ours ? scores.temporaryLeavesUs : scores.temporaryMovesOutside
}

/** Null while the key has not been watched for long enough. */
function longLivedScore(watched: Watched, learned: CloudKeyStats | undefined): number | null {
  const { exchange, settleMs, model, place, networks } = watched
  if (learned === undefined) return null
  const watchedMs = exchange.ts - learned.firstMs
  const settled = learned.uses >= longLivedUses && watchedMs >= settleMs
  if (!settled && model.summary.vouched === 0) return null
  return isInside(place, networks) ? scores.longLivedInside : scores.longLivedOutside
}

function sighting(watched: Watched, score: number, scope: string, opening: string): Sighting {
  const { place, s3, service } = watched
  const what = s3 === null ? `at ${service.name}` : `for ${s3.action} at ${service.name}`
  return { score, field: null, why: `${opening} from ${place} ${what}`, scope }
}

function describe({ temporary }: Credential): string {
  return temporary ? 'the temporary key of a machine' : 'an access key'
}
