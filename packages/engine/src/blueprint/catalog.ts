import type { FieldLocation } from '@weir/schema'
import type { DataTypeId, FieldType } from '../classify/index.ts'
import type { Operation } from '../discover/index.ts'
import { quantile } from '../lib/histogram.ts'
import { estimate } from '../lib/hyper-log-log.ts'
import { domainOf, type FieldDomain } from './field-domain.ts'
import { isKnownOperation, operationKey, serviceOfKey, splitFieldKey } from './keys.ts'
import { beliefFrom, type Model } from './model.ts'
import { collapseOpenMaps, type PlacedField } from './open-maps.ts'
import { type OperationStats, unseenShare } from './operation-stats.ts'
import { type CatalogStructure, structureOf } from './structure.ts'
import type { PrincipalStats, ServiceStats } from './summary.ts'
import { type Unusual, unusualOf } from './unusual.ts'

/** What the model knows, as people look at it: names, counts, domains and data types, no values. */
export interface Catalog {
  readonly services: readonly CatalogService[]
  readonly operations: readonly CatalogOperation[]
  readonly edges: readonly CatalogEdge[]
  readonly principals: readonly CatalogPrincipal[]
}

export interface CatalogService {
  readonly name: string
  readonly placement: 'internal' | 'external' | 'unknown'
  readonly exchanges: number
  readonly operations: number
  readonly addresses: readonly string[]
  /** Null for a service of one host. */
  readonly hosts: CatalogHosts | null
  readonly firstMs: number
  readonly lastMs: number
}

/** The hosts that are one service. */
export interface CatalogHosts {
  readonly count: number
  /** The first label of one of them. */
  readonly example: string
}

export interface CatalogOperation {
  readonly service: string
  readonly method: string
  readonly template: string
  readonly parameters: Operation['parameters']
  readonly calls: number
  readonly success: number
  readonly failure: number
  readonly unknown: number
  readonly actors: number
  /** Calls that carried a credential. */
  readonly authenticated: number
  readonly authentication: 'always' | 'mixed' | 'never'
  readonly statuses: Readonly<Record<string, number>>
  readonly actions: Readonly<Record<string, number>>
  /** Probability that the next call looks like none before (Good–Turing). */
  readonly unseen: number
  readonly state: 'learning' | 'known'
  readonly responseBytesP50: number | null
  readonly responseBytesP99: number | null
  readonly callsPerWindowP99: number | null
  /** Answers that spoke of a rate limit. */
  readonly limited: number
  readonly unusual: readonly Unusual[]
  readonly fields: readonly CatalogField[]
  /** Objects and lists of its bodies. */
  readonly structure: readonly CatalogStructure[]
  /** Calls by media type, under `request` or the status it came with: `200 application/json`. */
  readonly media: Readonly<Record<string, number>>
  /** Calls that taught its fields. */
  readonly taught: number
  readonly firstMs: number
  readonly lastMs: number
}

export interface CatalogField {
  readonly in: FieldLocation
  readonly path: string
  /** Calls it stood in, of those that taught, and their share. */
  readonly exchanges: number
  readonly presence: number
  /** Values seen, null included. */
  readonly values: number
  /** It stood in one call several times. */
  readonly repeats: boolean
  readonly domain: FieldDomain
  readonly dataTypes: readonly { readonly type: DataTypeId; readonly confidence: number }[]
}

export interface CatalogEdge {
  readonly source: string
  readonly service: string
  readonly calls: number
  readonly failures: number
}

export interface CatalogPrincipal {
  readonly kind: PrincipalStats['kind']
  readonly name: string
  readonly issuer: string | null
  readonly exchanges: number
  readonly services: readonly string[]
  readonly credentials: number
  readonly networks: number
}

/** Known enough to be held against: little unseen, and support from more than one actor's word. */
const promotion = { unseen: 0.05, taught: 20 }

export function catalogOf(model: Model, promoted: boolean): Catalog {
  const operations = catalogOperations(model, promoted)
  return {
    services: [...model.summary.services.entries]
      .map(([name, { value }]) => catalogService(name, value, operations))
      .sort((left, right) => right.exchanges - left.exchanges || byName(left.name, right.name)),
    operations,
    edges: catalogEdges(model),
    principals: catalogPrincipals(model),
  }
}

function catalogService(
  name: string,
  stats: ServiceStats,
  operations: readonly CatalogOperation[],
): CatalogService {
  const [placement] = [...stats.placements].sort((left, right) => right[1] - left[1])
  const { exchanges, firstMs, lastMs, addresses } = stats
  return {
    name,
    placement: placementOf(placement?.[0]),
    exchanges,
    operations: operations.filter(({ service }) => service === name).length,
    addresses: [...addresses.entries.keys()].sort(),
    hosts: catalogHosts(stats),
    firstMs,
    lastMs,
  }
}

function catalogHosts({ hosts }: ServiceStats): CatalogHosts | null {
  const [first] = [...hosts.entries.keys()].sort()
  if (first === undefined) return null
  return { count: hosts.entries.size, example: first.slice(0, first.indexOf('.')) }
}

function placementOf(name: string | undefined): CatalogService['placement'] {
  return name === 'internal' || name === 'external' ? name : 'unknown'
}

function catalogOperations(model: Model, promoted: boolean): readonly CatalogOperation[] {
  const fields = fieldsByOperation(model)
  const described = describedOperations(model)
  const operations: CatalogOperation[] = []
  for (const [key, { value }] of model.summary.operations.entries) {
    if (!isKnownOperation(key)) continue
    const [method = ''] = key.slice(key.indexOf('\n') + 1).split(' ', 1)
    const derived = described.get(key)
    const template = derived?.template ?? value.template
    if (template === '') continue
    if (model.corrections.of(serviceOfKey(key)).ignores(method, template)) continue
    const placed = collapseOpenMaps(fields.get(key) ?? [])
    operations.push({
      service: serviceOfKey(key),
      method,
      template,
      parameters: derived?.parameters ?? [],
      ...counted(value, promoted),
      fields: placed.flatMap((field) => {
        const shown = field.stats.values === 0 ? null : shownPlace(field, derived)
        return shown === null ? [] : [catalogField(model, key, field, shown, value)]
      }),
      structure: structureOf(placed, { operation: key, variants: model.summary.variants }),
    })
  }
  return operations.sort(
    (left, right) =>
      byName(left.service, right.service) ||
      byName(left.template, right.template) ||
      byName(left.method, right.method),
  )
}

function describedOperations(model: Model): ReadonlyMap<string, Operation> {
  const described = new Map<string, Operation>()
  for (const [service, tree] of model.trees) {
    for (const operation of tree.operations) {
      described.set(operationKey(service, operation.method, operation.template), operation)
    }
  }
  return described
}

function counted(stats: OperationStats, promoted: boolean): Counted {
  const { calls, success, failure, unknown, authenticated, firstMs, lastMs } = stats
  const unseen = unseenShare(stats)
  const enough = unseen <= promotion.unseen && stats.taught >= promotion.taught
  return {
    calls,
    success,
    failure,
    unknown,
    actors: Math.max(1, estimate(stats.actors)),
    authenticated,
    authentication: authenticated === 0 ? 'never' : authenticated === calls ? 'always' : 'mixed',
    statuses: inOrder(stats.statuses),
    actions: inOrder(stats.actions),
    unseen: Math.round(unseen * 1_000) / 1_000,
    state: promoted || enough ? 'known' : 'learning',
    responseBytesP50: quantile(stats.responseBytes, 0.5),
    responseBytesP99: quantile(stats.responseBytes, 0.99),
    callsPerWindowP99: quantile(stats.windowCalls, 0.99),
    limited: stats.limited,
    unusual: unusualOf(stats),
    media: inOrder(new Map([...stats.media.entries].map(([name, { seen }]) => [name, seen]))),
    taught: stats.taught,
    firstMs,
    lastMs,
  }
}

type Counted = Omit<
  CatalogOperation,
  'service' | 'method' | 'template' | 'parameters' | 'fields' | 'structure'
>

function fieldsByOperation(model: Model): ReadonlyMap<string, readonly PlacedField[]> {
  const grouped = new Map<string, PlacedField[]>()
  const sorted = [...model.summary.fields.entries].sort(([left], [right]) => byName(left, right))
  for (const [key, { value }] of sorted) {
    const [operation, text] = splitFieldKey(key)
    const space = text.indexOf(' ')
    const location = locationOf(text.slice(0, space))
    if (location === null) continue
    const field = { in: location, path: text.slice(space + 1), stats: value, merged: false }
    const list = grouped.get(operation)
    if (list === undefined) grouped.set(operation, [field])
    else list.push(field)
  }
  return grouped
}

const locations: readonly FieldLocation[] = [
  'req.path',
  'req.query',
  'req.header',
  'req.body',
  'res.header',
  'res.body',
]

function locationOf(text: string): FieldLocation | null {
  return locations.find((location) => location === text) ?? null
}

type Place = Pick<PlacedField, 'in' | 'path'>

/** A path segment counts as a field only where it is a parameter, and then under its name. */
function shownPlace(place: Place, derived: Operation | undefined): Place | null {
  if (place.in !== 'req.path') return place
  const parameter = derived?.parameters.find(({ segment }) => String(segment) === place.path)
  return parameter === undefined ? null : { in: place.in, path: parameter.name }
}

function catalogField(
  model: Model,
  operation: string,
  place: PlacedField,
  shown: Place,
  owner: OperationStats,
): CatalogField {
  const { stats, merged } = place
  const belief = merged
    ? beliefFrom(stats, place.in, place.path, model.types)
    : model.beliefOf(operation, place.in, place.path)
  return {
    in: shown.in,
    path: shown.path,
    exchanges: stats.exchanges,
    presence: Math.min(1, stats.exchanges / Math.max(1, owner.taught)),
    values: stats.values,
    repeats: stats.values > stats.exchanges,
    domain: domainOf(stats, place.in),
    dataTypes: belief.types.map(rounded),
  }
}

function rounded({ type, confidence }: FieldType): FieldType {
  return { type, confidence: Math.round(confidence * 1_000) / 1_000 }
}

function catalogEdges(model: Model): readonly CatalogEdge[] {
  return [...model.summary.edges.entries]
    .map(([key, { value }]) => {
      const at = key.indexOf('\n')
      const { calls, failures } = value
      return { source: key.slice(0, at), service: key.slice(at + 1), calls, failures }
    })
    .sort(
      (left, right) =>
        right.calls - left.calls ||
        byName(left.source, right.source) ||
        byName(left.service, right.service),
    )
}

function catalogPrincipals(model: Model): readonly CatalogPrincipal[] {
  return [...model.summary.principals.entries.values()]
    .map(({ value }) => ({
      kind: value.kind,
      name: value.name,
      issuer: value.issuer,
      exchanges: value.exchanges,
      services: [...value.services.entries.keys()].sort(),
      credentials: estimate(value.credentials),
      networks: estimate(value.networks),
    }))
    .sort((left, right) => right.exchanges - left.exchanges || byName(left.name, right.name))
}

/** By code units: the same order on every machine, whatever its language. */
function byName(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function inOrder(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}
