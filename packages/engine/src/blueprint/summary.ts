import { mergeRoutes, newRoutes, type Routes, routesCodec, trimRoutes } from '../discover/index.ts'
import { type BottomK, mergeBottomK, newBottomK, trim } from '../lib/bottom-k.ts'
import {
  bottomK,
  type Codec,
  integer,
  nullable,
  octets,
  oneOf,
  real,
  record,
  sortedMap,
  text,
} from '../lib/codec.ts'
import { mergeRegisters, type Registers } from '../lib/hyper-log-log.ts'
import { limits } from '../limits.ts'
import { type FieldStats, fieldStatsCodec, mergeFieldStats } from './field-stats.ts'
import { type CloudKeyStats, cloudKeyCodec, mergeCloudKeys } from './cloud-keys.ts'
import {
  mergeCounts,
  mergeOperationStats,
  type OperationStats,
  operationStatsCodec,
} from './operation-stats.ts'
import { mergeReaders, readerCodec, type ReaderStats } from './readers.ts'
import { mergeVariants, type Variant, variantCodec } from './variants.ts'

/**
 * Everything learned since a mark. Integer counts, extremes, registers and bottom-k samples only, so
 * that merging is exact, associative and commutative: threads and machines do not change results.
 */
export interface Summary {
  exchanges: number
  /** Exchanges a person vouched for. */
  vouched: number
  readonly services: BottomK<ServiceStats>
  /** Keyed by service and operation (`keys.ts`). */
  readonly operations: BottomK<OperationStats>
  /** Keyed by service, operation and place. */
  readonly fields: BottomK<FieldStats>
  /** Keyed by service, operation, place and value. */
  readonly variants: BottomK<Variant>
  /** Keyed by source and service. */
  readonly edges: BottomK<EdgeStats>
  readonly principals: BottomK<PrincipalStats>
  /** Keyed by keyed hash. */
  readonly cloudKeys: BottomK<CloudKeyStats>
  /** Keyed by collection and reader. */
  readonly readers: BottomK<ReaderStats>
}

export interface ServiceStats {
  exchanges: number
  /** How often the destination was placed where. */
  readonly placements: Map<string, number>
  readonly addresses: BottomK<null>
  /** Names of the hosts that are this one service; empty where it has but one. */
  readonly hosts: BottomK<null>
  /** Newest exchange of each vantage, Unix time in milliseconds. */
  readonly vantages: Map<string, number>
  firstMs: number
  lastMs: number
  readonly routes: Routes
}

export interface EdgeStats {
  calls: number
  failures: number
  /** Windows of different actors that taught it: hits alone prove nothing. */
  support: number
  firstMs: number
  lastMs: number
}

export interface PrincipalStats {
  readonly kind: 'user' | 'service' | 'client' | 'cloud-key' | 'credential'
  readonly name: string
  readonly issuer: string | null
  exchanges: number
  readonly services: BottomK<null>
  readonly credentials: Registers
  readonly networks: Registers
  firstMs: number
  lastMs: number
}

export function newSummary(): Summary {
  return {
    exchanges: 0,
    vouched: 0,
    services: newBottomK(limits.services),
    operations: newBottomK(limits.operations),
    fields: newBottomK(limits.fields),
    variants: newBottomK(limits.variants),
    edges: newBottomK(limits.edges),
    principals: newBottomK(limits.principals),
    cloudKeys: newBottomK(limits.cloudKeys),
    readers: newBottomK(limits.readers),
  }
}

export function newServiceStats(ts: number): ServiceStats {
  return {
    exchanges: 0,
    placements: new Map(),
    addresses: newBottomK(limits.serviceNames),
    hosts: newBottomK(limits.hostsPerService),
    vantages: new Map(),
    firstMs: ts,
    lastMs: ts,
    routes: newRoutes(),
  }
}

/** Joins what two engines, or one engine at two times, have learned. */
export function merge(left: Summary, right: Summary): Summary {
  return {
    exchanges: left.exchanges + right.exchanges,
    vouched: left.vouched + right.vouched,
    services: mergeBottomK(left.services, right.services, mergeServices),
    operations: mergeBottomK(left.operations, right.operations, mergeOperationStats),
    fields: mergeBottomK(left.fields, right.fields, mergeFieldStats),
    variants: mergeBottomK(left.variants, right.variants, mergeVariants),
    edges: mergeBottomK(left.edges, right.edges, mergeEdges),
    principals: mergeBottomK(left.principals, right.principals, mergePrincipals),
    cloudKeys: mergeBottomK(left.cloudKeys, right.cloudKeys, mergeCloudKeys),
    readers: mergeBottomK(left.readers, right.readers, mergeReaders),
  }
}

/**
 * Lets go of what samples hold beyond their capacity, as merging and encoding do: what is derived from
 * a summary must not depend on whether it was ever merged or written down.
 */
export function trimSummary(summary: Summary): void {
  const { services, operations, fields, variants, principals, cloudKeys } = summary
  for (const { value } of services.entries.values()) {
    trim(value.addresses)
    trimRoutes(value.routes)
  }
  for (const { value } of operations.entries.values()) {
    trim(value.signatures)
    trim(value.media)
  }
  for (const { value } of variants.entries.values()) trim(value)
  for (const { value } of fields.entries.values()) trim(value.distinct)
  for (const { value } of principals.entries.values()) trim(value.services)
  for (const { value } of cloudKeys.entries.values()) trim(value.places)
}

export function mergeServices(left: ServiceStats, right: ServiceStats): ServiceStats {
  return {
    exchanges: left.exchanges + right.exchanges,
    placements: mergeCounts(left.placements, right.placements),
    addresses: mergeBottomK(left.addresses, right.addresses, () => null),
    hosts: mergeBottomK(left.hosts, right.hosts, () => null),
    vantages: newestOf(left.vantages, right.vantages),
    ...span(left, right),
    routes: mergeRoutes(left.routes, right.routes),
  }
}

function newestOf(
  left: ReadonlyMap<string, number>,
  right: ReadonlyMap<string, number>,
): Map<string, number> {
  const newest = new Map(left)
  for (const [vantage, ts] of right) newest.set(vantage, Math.max(newest.get(vantage) ?? ts, ts))
  return newest
}

export function mergeEdges(left: EdgeStats, right: EdgeStats): EdgeStats {
  return {
    calls: left.calls + right.calls,
    failures: left.failures + right.failures,
    support: left.support + right.support,
    ...span(left, right),
  }
}

function mergePrincipals(left: PrincipalStats, right: PrincipalStats): PrincipalStats {
  return {
    kind: left.kind,
    name: left.name,
    issuer: left.issuer,
    exchanges: left.exchanges + right.exchanges,
    services: mergeBottomK(left.services, right.services, () => null),
    credentials: mergeRegisters(left.credentials, right.credentials),
    networks: mergeRegisters(left.networks, right.networks),
    ...span(left, right),
  }
}

interface Span {
  firstMs: number
  lastMs: number
}

function span(left: Span, right: Span): Span {
  return {
    firstMs: Math.min(left.firstMs, right.firstMs),
    lastMs: Math.max(left.lastMs, right.lastMs),
  }
}

const nothing: Codec<null> = { encode: () => null, decode: () => null }

const serviceCodec: Codec<ServiceStats> = record({
  exchanges: integer,
  placements: sortedMap(integer),
  addresses: bottomK(nothing, limits.serviceNames),
  hosts: bottomK(nothing, limits.hostsPerService),
  vantages: sortedMap(real),
  firstMs: real,
  lastMs: real,
  routes: routesCodec,
})

const edgeCodec: Codec<EdgeStats> = record({
  calls: integer,
  failures: integer,
  support: integer,
  firstMs: real,
  lastMs: real,
})

const principalCodec: Codec<PrincipalStats> = record({
  kind: oneOf(['user', 'service', 'client', 'cloud-key', 'credential']),
  name: text,
  issuer: nullable(text),
  exchanges: integer,
  services: bottomK(nothing, limits.serviceNames),
  credentials: octets,
  networks: octets,
  firstMs: real,
  lastMs: real,
})

export const summaryCodec: Codec<Summary> = record({
  exchanges: integer,
  vouched: integer,
  services: bottomK(serviceCodec, limits.services),
  operations: bottomK(operationStatsCodec, limits.operations),
  fields: bottomK(fieldStatsCodec, limits.fields),
  variants: bottomK(variantCodec, limits.variants),
  edges: bottomK(edgeCodec, limits.edges),
  principals: bottomK(principalCodec, limits.principals),
  cloudKeys: bottomK(cloudKeyCodec, limits.cloudKeys),
  readers: bottomK(readerCodec, limits.readers),
})
