import type { Exchange } from '@weir/schema'
import {
  type CorrectedPaths,
  type Outcome,
  type PathTokens,
  recordRoute,
} from '../discover/index.ts'
import { neighbourhood } from '@weir/schema/caller'
import type { Identity, ServiceName } from '../identify/index.ts'
import type { Inspection } from '../inspect/index.ts'
import { newBottomK, touch } from '../lib/bottom-k.ts'
import { addValue } from '../lib/histogram.ts'
import { addHash, newRegisters } from '../lib/hyper-log-log.ts'
import { type Hash64, type HashSeed, hashHex, hashText } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import { learnFields } from './field-learning.ts'
import { recordHour } from './hours.ts'
import { edgeKey } from './keys.ts'
import type { Lessons, RankOf } from './lessons.ts'
import { learnRequestType, learnResponseType } from './media-types.ts'
import { count, countAction, newOperationStats, type OperationStats } from './operation-stats.ts'
import { speaksOfLimit } from './rate-limit.ts'
import { newServiceStats, newSummary, type ServiceStats, type Summary } from './summary.ts'
import { learnVariants } from './variants.ts'
import type { FinishedWindow } from './volumes.ts'

/**
 * How an exchange may teach: `live` ones teach when they succeed and carry no attack mark, `vouched`
 * ones always, and `none` leaves the model as it is.
 */
export type Teaching = 'live' | 'vouched' | 'none'

/** One exchange with everything the stages before found out about it. */
export interface Lesson {
  readonly exchange: Exchange
  readonly identity: Identity
  readonly source: string
  readonly service: ServiceName
  readonly tokens: PathTokens
  /** The tokens in the form rows keep. */
  readonly path: string
  /** Key of the operation, provisional while none is known. */
  readonly operation: string
  readonly action: string | null
  /** Template of a protocol whose operations are known beforehand, such as S3; null to discover it. */
  readonly template: string | null
  /** What people said of the paths of its service. */
  readonly corrected: CorrectedPaths
  readonly outcome: Outcome
  readonly inspection: Inspection
  /** Window of this actor and operation that the exchange brought to an end. */
  readonly finished: FinishedWindow | null
  readonly teaching: Exclude<Teaching, 'none'>
}

export interface Learner {
  learn(lesson: Lesson): void
  /** Notes that a sensor still speaks whose exchanges others have already told. */
  noteVantage(service: ServiceName, exchange: Exchange): void
  /** Where trackers write down what they hold traffic against. */
  lessons(): Lessons
  /** What was learned since the last call. */
  take(): Summary
  peek(): Summary
  replace(summary: Summary): void
}

export function createLearner(seed: HashSeed): Learner {
  let pending = newSummary()
  const rankOf = (key: string): string => hashHex(hashText(key, seed))
  return {
    learn: (lesson) => {
      pending.exchanges += 1
      if (lesson.teaching === 'vouched') pending.vouched += 1
      const actor = hashText(lesson.identity.actor, seed)
      learnService(pending, lesson, actor, rankOf, seed)
      learnEdge(pending, lesson, rankOf)
      learnPrincipal(pending, lesson, rankOf, seed)
      learnOperation(pending, lesson, actor, rankOf, seed)
    },
    noteVantage: (service, exchange) => {
      const entry = touch(pending.services, service.name, rankOf, () =>
        newServiceStats(exchange.ts),
      )
      if (entry !== null) speak(entry.value, exchange)
    },
    lessons: () => ({ summary: pending, rankOf }),
    take: () => {
      const taken = pending
      pending = newSummary()
      return taken
    },
    peek: () => pending,
    replace: (summary) => {
      pending = summary
    },
  }
}

interface Span {
  firstMs: number
  lastMs: number
}

function extend(span: Span, ts: number): void {
  span.firstMs = Math.min(span.firstMs, ts)
  span.lastMs = Math.max(span.lastMs, ts)
}

/** Attack marks keep a call from teaching what is normal; a person's word overrides them. */
export function teaches(lesson: Pick<Lesson, 'teaching' | 'outcome' | 'inspection'>): boolean {
  if (lesson.teaching === 'vouched') return true
  return lesson.outcome !== 'failure' && !lesson.inspection.attacked
}

function learnService(
  pending: Summary,
  lesson: Lesson,
  actor: Hash64,
  rankOf: RankOf,
  seed: HashSeed,
): void {
  const { exchange, service } = lesson
  const entry = touch(pending.services, service.name, rankOf, () => newServiceStats(exchange.ts))
  if (entry === null) return
  const stats = entry.value
  stats.exchanges += 1
  extend(stats, exchange.ts)
  speak(stats, exchange)
  count(stats.placements, service.placement)
  const address = exchange.dst.ip ?? exchange.dst.host
  if (address !== '') touch(stats.addresses, address, rankOf, () => null)
  if (lesson.template !== null || lesson.inspection.attacked) return
  const sighting = {
    outcome: lesson.outcome,
    status: exchange.response?.status ?? null,
    actor,
    responseShape: responseShape(lesson, seed),
    ts: exchange.ts,
    vouched: lesson.teaching === 'vouched',
  }
  recordRoute(stats.routes, lesson.tokens, sighting, seed, lesson.corrected)
}

function speak({ vantages }: ServiceStats, { vantage, ts }: Exchange): void {
  if (vantage !== undefined) vantages.set(vantage, Math.max(vantages.get(vantage) ?? ts, ts))
}

/** Hash of the places in a successful response: answers of one operation look alike. Zero is none. */
function responseShape(lesson: Lesson, seed: HashSeed): number {
  if (lesson.outcome !== 'success') return 0
  const places = new Set<string>()
  for (const leaf of lesson.inspection.response.leaves) {
    if (leaf.kind !== 'null') places.add(leaf.path.split(/[.[]/, 1)[0] ?? '')
  }
  return places.size === 0 ? 0 : hashText([...places].sort().join('\n'), seed).low
}

function learnEdge(pending: Summary, lesson: Lesson, rankOf: RankOf): void {
  const { ts } = lesson.exchange
  const key = edgeKey(lesson.source, lesson.service.name)
  const entry = touch(pending.edges, key, rankOf, () => ({
    calls: 0,
    failures: 0,
    support: 0,
    firstMs: ts,
    lastMs: ts,
  }))
  if (entry === null) return
  entry.value.calls += 1
  if (lesson.outcome === 'failure') entry.value.failures += 1
  extend(entry.value, ts)
}

const principalPrecision = 6

function learnPrincipal(pending: Summary, lesson: Lesson, rankOf: RankOf, seed: HashSeed): void {
  const { principal, actor, credentials, clientAddress } = lesson.identity
  if (principal === null) return
  const { ts } = lesson.exchange
  const entry = touch(pending.principals, actor, rankOf, () => ({
    kind: principal.kind,
    name: principal.id,
    issuer: principal.issuer,
    exchanges: 0,
    services: newBottomK<null>(limits.serviceNames),
    credentials: newRegisters(principalPrecision),
    networks: newRegisters(principalPrecision),
    firstMs: ts,
    lastMs: ts,
  }))
  if (entry === null) return
  const stats = entry.value
  stats.exchanges += 1
  extend(stats, ts)
  touch(stats.services, lesson.service.name, rankOf, () => null)
  for (const { hash } of credentials) addHash(stats.credentials, hashText(hash, seed))
  addHash(stats.networks, hashText(neighbourhood(clientAddress), seed))
}

function learnOperation(
  pending: Summary,
  lesson: Lesson,
  actor: Hash64,
  rankOf: RankOf,
  seed: HashSeed,
): void {
  const { exchange, identity, inspection } = lesson
  const entry = touch(pending.operations, lesson.operation, rankOf, () =>
    newOperationStats(lesson.path, lesson.template ?? '', exchange.ts),
  )
  if (entry === null) return
  const stats = entry.value
  if (lesson.path < stats.tokens) stats.tokens = lesson.path
  stats.calls += 1
  stats[lesson.outcome] += 1
  extend(stats, exchange.ts)
  addHash(stats.actors, actor)
  if (identity.credentials.length > 0) stats.authenticated += 1
  if (speaksOfLimit(exchange.response)) stats.limited += 1
  if (exchange.response !== null) count(stats.statuses, String(exchange.response.status))
  if (lesson.action !== null) countAction(stats, lesson.action)
  learnResponseType(stats.media, exchange, inspection, rankOf)
  learnWindow(stats, lesson.finished)
  const isTeaching = teaches(lesson)
  recordHour(stats.hours, exchange, { outcome: lesson.outcome, teaches: isTeaching })
  if (!isTeaching) return
  teachOperation(pending, stats, lesson, actor, rankOf, seed)
}

function learnWindow(stats: OperationStats, window: FinishedWindow | null): void {
  if (window === null) return
  addValue(stats.windowCalls, window.calls)
  addValue(stats.windowBytes, window.bytes)
}

function teachOperation(
  pending: Summary,
  stats: OperationStats,
  lesson: Lesson,
  actor: Hash64,
  rankOf: RankOf,
  seed: HashSeed,
): void {
  const { exchange, inspection } = lesson
  stats.taught += 1
  if (exchange.request !== null) addValue(stats.requestBytes, exchange.request.bodySize)
  learnRequestType(stats.media, exchange, inspection, rankOf)
  if (exchange.response !== null) addValue(stats.responseBytes, exchange.response.bodySize)
  if (exchange.durationMs !== undefined) addValue(stats.durations, exchange.durationMs)
  learnVariants(pending.variants, lesson.operation, inspection, rankOf)
  const signature = learnFields(pending.fields, lesson.operation, inspection, actor, rankOf)
  touch(
    stats.signatures,
    hashHex(hashText(signature, seed)),
    (rank) => rank,
    () => null,
  )
}
