import { type BottomK, mergeBottomK, newBottomK } from '../lib/bottom-k.ts'
import {
  bottomK,
  type Codec,
  integer,
  octets,
  real,
  record,
  sortedMap,
  text,
} from '../lib/codec.ts'
import { crc32Ascii } from '../lib/crc-32.ts'
import { type Histogram, histogramCodec, mergeHistograms, newHistogram } from '../lib/histogram.ts'
import { mergeRegisters, newRegisters, type Registers } from '../lib/hyper-log-log.ts'
import { limits } from '../limits.ts'
import { type Hours, hoursCodec, mergeHours } from './hours.ts'
import type { MediaTypes } from './media-types.ts'

/** What one operation has seen. */
export interface OperationStats {
  /** Tokens of one path that leads here, the smallest of them: finds the operation again. */
  tokens: string
  /** Template of a protocol whose operations are known beforehand; empty where it is derived. */
  readonly template: string
  calls: number
  success: number
  failure: number
  unknown: number
  /** Calls that taught: successful, free of attack marks, or vouched for. */
  taught: number
  /** Calls that carried a credential. */
  authenticated: number
  /** Answers that spoke of a rate limit. */
  limited: number
  firstMs: number
  lastMs: number
  readonly actors: Registers
  readonly statuses: Map<string, number>
  readonly actions: Map<string, number>
  readonly media: MediaTypes
  readonly requestBytes: Histogram
  readonly responseBytes: Histogram
  /** Of calls that taught, in milliseconds. */
  readonly durations: Histogram
  readonly hours: Hours
  /** Calls of one actor in one window, and bytes it received in it. */
  readonly windowCalls: Histogram
  readonly windowBytes: Histogram
  /** Signatures of the calls that taught; those seen once estimate what is still unseen. */
  readonly signatures: BottomK<null>
}

const actorPrecision = 8

export function newOperationStats(tokens: string, template: string, ts: number): OperationStats {
  return {
    tokens,
    template,
    calls: 0,
    success: 0,
    failure: 0,
    unknown: 0,
    taught: 0,
    authenticated: 0,
    limited: 0,
    firstMs: ts,
    lastMs: ts,
    actors: newRegisters(actorPrecision),
    statuses: new Map(),
    actions: new Map(),
    media: newBottomK(limits.mediaTypes),
    requestBytes: newHistogram(),
    responseBytes: newHistogram(),
    durations: newHistogram(),
    hours: new Map(),
    windowCalls: newHistogram(),
    windowBytes: newHistogram(),
    signatures: newBottomK(limits.signatures),
  }
}

export function mergeOperationStats(left: OperationStats, right: OperationStats): OperationStats {
  return {
    tokens: left.tokens < right.tokens ? left.tokens : right.tokens,
    template: left.template,
    calls: left.calls + right.calls,
    success: left.success + right.success,
    failure: left.failure + right.failure,
    unknown: left.unknown + right.unknown,
    taught: left.taught + right.taught,
    authenticated: left.authenticated + right.authenticated,
    limited: left.limited + right.limited,
    firstMs: Math.min(left.firstMs, right.firstMs),
    lastMs: Math.max(left.lastMs, right.lastMs),
    actors: mergeRegisters(left.actors, right.actors),
    statuses: mergeCounts(left.statuses, right.statuses),
    actions: bounded(mergeCounts(left.actions, right.actions)),
    media: mergeBottomK(left.media, right.media, () => null),
    requestBytes: mergeHistograms(left.requestBytes, right.requestBytes),
    responseBytes: mergeHistograms(left.responseBytes, right.responseBytes),
    durations: mergeHistograms(left.durations, right.durations),
    hours: mergeHours(left.hours, right.hours),
    windowCalls: mergeHistograms(left.windowCalls, right.windowCalls),
    windowBytes: mergeHistograms(left.windowBytes, right.windowBytes),
    signatures: mergeBottomK(left.signatures, right.signatures, () => null),
  }
}

export function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** Counts an action; who calls chooses its name, so their number is bounded. */
export function countAction(stats: Pick<OperationStats, 'actions'>, name: string): void {
  count(stats.actions, name)
  if (stats.actions.size > limits.actions) bounded(stats.actions)
}

/**
 * Keeps the names whose checksums are smallest: the same ones in whatever order they came and were merged,
 * with counts that are complete.
 */
function bounded(counts: Map<string, number>): Map<string, number> {
  const excess = counts.size - limits.actions
  if (excess <= 0) return counts
  const byRank = [...counts.keys()].sort(
    (left, right) => rankOf(right) - rankOf(left) || (left < right ? 1 : -1),
  )
  for (const name of byRank.slice(0, excess)) counts.delete(name)
  return counts
}

function rankOf(name: string): number {
  return crc32Ascii(name)
}

export function mergeCounts(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
): Map<string, number> {
  const merged = new Map(left)
  for (const [name, times] of right) merged.set(name, (merged.get(name) ?? 0) + times)
  return merged
}

/**
 * Probability that the next call looks like none before it: Good–Turing, N1 / N (Good, "The
 * population frequencies of species", Biometrika 1953), over call signatures. One where nothing
 * was learned yet.
 */
export function unseenShare(stats: OperationStats): number {
  if (stats.taught === 0) return 1
  let once = 0
  let sampled = 0
  for (const entry of stats.signatures.entries.values()) {
    sampled += entry.seen
    if (entry.seen === 1) once += 1
  }
  return sampled === 0 ? 1 : once / sampled
}

const nothing: Codec<null> = { encode: () => null, decode: () => null }

export const operationStatsCodec: Codec<OperationStats> = record({
  tokens: text,
  template: text,
  calls: integer,
  success: integer,
  failure: integer,
  unknown: integer,
  taught: integer,
  authenticated: integer,
  limited: integer,
  firstMs: real,
  lastMs: real,
  actors: octets,
  statuses: sortedMap(integer),
  actions: sortedMap(integer),
  media: bottomK(nothing, limits.mediaTypes),
  requestBytes: histogramCodec,
  responseBytes: histogramCodec,
  durations: histogramCodec,
  hours: hoursCodec,
  windowCalls: histogramCodec,
  windowBytes: histogramCodec,
  signatures: bottomK(nothing, limits.signatures),
})
