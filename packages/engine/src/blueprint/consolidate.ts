import { decodeTokens, type OperationTree } from '../discover/index.ts'
import { type BottomK, newBottomK, type Ranked, touch } from '../lib/bottom-k.ts'
import { addHash, estimate } from '../lib/hyper-log-log.ts'
import { hashFromHex } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import { mergeFieldStats } from './field-stats.ts'
import {
  consolidatedName,
  consolidatedParent,
  follows,
  hostsAlike,
  parentOf,
  practiceOf,
} from './hosts.ts'
import { isKnownOperation, operationName, serviceOfKey } from './keys.ts'
import { mergeOperationStats, newHostRegisters, type OperationStats } from './operation-stats.ts'
import { rekey } from './rekey.ts'
import { mergeEdges, mergeServices, type ServiceStats, type Summary } from './summary.ts'
import { isTelling, showsWork } from './telling-operations.ts'
import { mergeVariants } from './variants.ts'

/** Consolidated services by the names of their hosts. */
export type HostNames = ReadonlyMap<string, string>

/** Hosts that have joined. */
export function joinedHosts({ services }: Summary): HostNames {
  const names = new Map<string, string>()
  for (const [service, { value }] of services.entries) {
    for (const host of value.hosts.entries.keys()) names.set(host, service)
  }
  return names
}

/** Hosts that do what others under their parent do, and the services they join. */
export function joiningHosts(
  summary: Summary,
  trees: ReadonlyMap<string, OperationTree>,
): HostNames {
  const joining = new Map<string, string>()
  const candidates = candidatesIn(summary)
  if (candidates.size === 0) return joining
  const operations = operationsOf(summary)
  for (const [parent, hosts] of candidates) {
    const service = consolidatedName(parent)
    const tree = trees.get(service) ?? null
    const shown = new Map(
      hosts.map((host) => [host, shownBy(operations.get(host) ?? [], tree)] as const),
    )
    const alike =
      tree === null ? hostsAlike(shown) : hostsFollowing(shown, operations.get(service) ?? [])
    for (const host of alike) joining.set(host, service)
  }
  return joining
}

/** Hosts by their parent, where a service of that parent stands already or there may be one. */
function candidatesIn({ services }: Summary): ReadonlyMap<string, readonly string[]> {
  const byParent = new Map<string, string[]>()
  const standing = new Set<string>()
  for (const service of services.entries.keys()) {
    const consolidated = consolidatedParent(service)
    if (consolidated !== null) standing.add(consolidated)
    const parent = parentOf(service)
    if (parent === null) continue
    const known = byParent.get(parent)
    if (known === undefined) byParent.set(parent, [service])
    else known.push(service)
  }
  const enough = [...byParent].filter(([parent, { length }]) => standing.has(parent) || length > 4)
  return new Map(enough)
}

type NamedOperation = readonly [name: string, stats: OperationStats]

function operationsOf({ operations }: Summary): ReadonlyMap<string, readonly NamedOperation[]> {
  const byService = new Map<string, NamedOperation[]>()
  for (const [key, { value }] of operations.entries) {
    if (!isKnownOperation(key)) continue
    const service = serviceOfKey(key)
    const own: NamedOperation = [key.slice(service.length + 1), value]
    const known = byService.get(service)
    if (known === undefined) byService.set(service, [own])
    else known.push(own)
  }
  return byService
}

/**
 * Operations a host shows. Where the service stands, a path is what it is there: a host with few calls does
 * not yet know which of its segments are values.
 */
function shownBy(
  operations: readonly NamedOperation[],
  tree: OperationTree | null,
): ReadonlySet<string> {
  const shown = new Set<string>()
  for (const [own, stats] of operations) {
    const tokens = tree === null ? null : decodeTokens(stats.tokens)
    const led = tokens === null ? null : (tree?.match(tokens) ?? null)
    const name = led === null ? own : operationName(led.method, led.template)
    if (isTelling(name, stats)) shown.add(name)
  }
  return shown
}

function hostsFollowing(
  hosts: ReadonlyMap<string, ReadonlySet<string>>,
  operations: readonly NamedOperation[],
): readonly string[] {
  const shown = operations.flatMap(([name, stats]): [string, number][] =>
    stats.hosts !== null && isTelling(name, stats) ? [[name, estimate(stats.hosts)]] : [],
  )
  const practice = practiceOf(new Map(shown))
  if (practice === null) return []
  return [...hosts].flatMap(([host, own]) => (follows(own, practice) ? [host] : []))
}

/** The summary as if all that was asked of the hosts had been asked of the services they join. */
export function fold(summary: Summary, joining: HostNames): Summary {
  if (![...summary.services.entries.keys()].some((service) => joining.has(service))) return summary
  const nameOf = (service: string): string => joining.get(service) ?? service
  const inKey = (key: string): string => {
    const service = serviceOfKey(key)
    const name = joining.get(service)
    return name === undefined ? key : name + key.slice(service.length)
  }
  return {
    ...summary,
    services: rekey(asMembers(summary.services, joining), nameOf, mergeServices),
    operations: rekey(ofMembers(summary, joining), inKey, mergeOperationStats),
    fields: rekey(summary.fields, inKey, mergeFieldStats),
    variants: rekey(summary.variants, inKey, mergeVariants),
    edges: rekey(summary.edges, (key) => edgeTo(key, nameOf), mergeEdges),
    principals: withValues(summary.principals, ({ value }) => ({
      ...value,
      services: rekey(value.services, nameOf, () => null),
    })),
  }
}

function edgeTo(key: string, nameOf: (service: string) => string): string {
  const at = key.indexOf('\n') + 1
  return key.slice(0, at) + nameOf(key.slice(at))
}

function asMembers(services: BottomK<ServiceStats>, joining: HostNames): BottomK<ServiceStats> {
  return withValues(services, ({ value, rank }, name) => {
    if (!joining.has(name)) return value
    const hosts = newBottomK<null>(limits.hostsPerService)
    touch(
      hosts,
      name,
      () => rank,
      () => null,
    )
    return { ...value, hosts }
  })
}

/** A service's rank is the hash of its name, which is what the learner adds for hosts that have joined. */
function ofMembers({ operations, services }: Summary, joining: HostNames): BottomK<OperationStats> {
  return withValues(operations, ({ value }, key) => {
    const service = serviceOfKey(key)
    const rank = joining.has(service) ? services.entries.get(service)?.rank : undefined
    const shows = [...value.statuses.keys()].some((status) => showsWork(Number(status)))
    if (rank === undefined || !shows) return value
    const hosts = newHostRegisters()
    addHash(hosts, hashFromHex(rank))
    return { ...value, hosts }
  })
}

function withValues<Value>(
  map: BottomK<Value>,
  change: (entry: Ranked<Value>, key: string) => Value,
): BottomK<Value> {
  const entries = [...map.entries].map(([key, entry]) => {
    const value = change(entry, key)
    return [key, value === entry.value ? entry : { ...entry, value }] as const
  })
  return { ...map, entries: new Map(entries) }
}
