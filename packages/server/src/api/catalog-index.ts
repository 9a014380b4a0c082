import {
  type Catalog,
  type CatalogOperation,
  type Model,
  postureOf,
  type TypedPlace,
  typedPlaces,
} from '@weir/engine'
import type { Posture } from '@weir/schema/api'
import type { Hub } from '../hub.ts'
import type { Clock } from '../stores/clock.ts'
import type { SpecStore } from '../stores/specs.ts'
import { inOrder, type Order } from './keyset.ts'
import { operationIdOf } from './operation-id.ts'
import { comparisonOf, type KeptComparison, labelsOf, type SpecLabel } from './spec-comparison.ts'

export const principalOrder: Order<IndexedPrincipal> = {
  keyOf: ({ exchanges, name, kind, issuer }) => [exchanges, name, `${kind} ${issuer ?? ''}`],
  directions: ['down', 'up', 'up'],
}

type CatalogService = Catalog['services'][number]
type CatalogEdge = Catalog['edges'][number]
type CatalogPrincipal = Catalog['principals'][number]

export interface IndexedOperation {
  readonly id: string
  readonly operation: CatalogOperation
  readonly types: ReadonlySet<string>
  readonly posture: readonly Posture[]
  /** What a search looks through, in lower case. */
  readonly text: string
}

export interface IndexedEdge extends CatalogEdge {
  readonly firstMs: number
  readonly lastMs: number
}

export interface IndexedPrincipal extends CatalogPrincipal {
  readonly firstMs: number
  readonly lastMs: number
}

/** A field or object that is of a data type, and where. */
export interface IndexedPlace {
  readonly operation: CatalogOperation
  readonly place: TypedPlace
}

/** The catalog of one mark, arranged for the questions the API answers. */
export interface CatalogIndex {
  readonly catalog: Catalog
  readonly services: ReadonlyMap<string, CatalogService>
  /** In the catalog's order: by service, template and method. */
  readonly operations: readonly IndexedOperation[]
  readonly operationsById: ReadonlyMap<string, IndexedOperation>
  readonly operationsOf: ReadonlyMap<string, readonly IndexedOperation[]>
  readonly edges: readonly IndexedEdge[]
  readonly principals: readonly IndexedPrincipal[]
  readonly places: ReadonlyMap<string, readonly IndexedPlace[]>
  /** By service, of those that have a document. */
  readonly comparisons: ReadonlyMap<string, KeptComparison>
}

/** A catalog is not derived anew before this many times what it cost has passed. */
const restPerCost = 20

/**
 * Arranges the catalog once per mark, when somebody asks. Deriving a large one holds everything else
 * up, so that a large one is looked at a few seconds late rather than at every mark.
 */
export function createCatalogIndex(
  hub: Pick<Hub, 'catalog' | 'model'>,
  clock: Pick<Clock, 'now'>,
  specs: Pick<SpecStore, 'all' | 'watch'>,
): () => CatalogIndex {
  let known: CatalogIndex | null = null
  let restsUntilMs = Number.NEGATIVE_INFINITY
  // Who gives a document wants to see what comes of it.
  specs.watch(() => {
    known = null
  })
  return () => {
    if (known !== null && clock.now() < restsUntilMs) return known
    const before = performance.now()
    const catalog = hub.catalog()
    if (known?.catalog !== catalog) known = indexOf(catalog, hub.model(), specs)
    restsUntilMs = clock.now() + Math.floor((performance.now() - before) * restPerCost)
    return known
  }
}

function indexOf(catalog: Catalog, model: Model, specs: Pick<SpecStore, 'all'>): CatalogIndex {
  const comparisons = comparisonsOf(catalog, specs)
  const labels = new Map([...comparisons.values()].flatMap((one) => [...labelsOf(one)]))
  const operations = catalog.operations.map((operation) =>
    indexedOperation(operation, model, labels.get(operation)),
  )
  return {
    catalog,
    services: new Map(catalog.services.map((service) => [service.name, service])),
    operations,
    operationsById: new Map(operations.map((one) => [one.id, one])),
    operationsOf: groupedBy(operations, ({ operation }) => operation.service),
    edges: catalog.edges.map((edge) => {
      const stats = model.summary.edges.entries.get(`${edge.source}\n${edge.service}`)?.value
      return { ...edge, firstMs: stats?.firstMs ?? 0, lastMs: stats?.lastMs ?? 0 }
    }),
    principals: withTimes(catalog.principals, model),
    places: placesOf(catalog.operations),
    comparisons,
  }
}

function comparisonsOf(
  { operations }: Catalog,
  specs: Pick<SpecStore, 'all'>,
): CatalogIndex['comparisons'] {
  const all = specs.all()
  if (all.length === 0) return new Map()
  const byService = groupedBy(operations, ({ service }) => service)
  return new Map(
    all.flatMap((spec): [string, KeptComparison][] => {
      const { service } = spec.value
      const comparison = comparisonOf(spec.value, byService.get(service) ?? [])
      return comparison === null ? [] : [[service, { ...comparison, spec }]]
    }),
  )
}

function indexedOperation(
  operation: CatalogOperation,
  model: Model,
  label: SpecLabel | undefined,
): IndexedOperation {
  const { service, method, template } = operation
  return {
    id: operationIdOf(operation),
    operation,
    types: new Set(typedPlaces(operation).map(({ type }) => type)),
    posture: [...postureOf(operation, model.types), ...(label === undefined ? [] : [label])],
    text: `${service} ${method} ${template}`.toLowerCase(),
  }
}

function principalKey({
  kind,
  name,
  issuer,
}: Pick<CatalogPrincipal, 'kind' | 'name' | 'issuer'>): string {
  return `${kind}\n${issuer ?? ''}\n${name}`
}

function withTimes(principals: Catalog['principals'], model: Model): readonly IndexedPrincipal[] {
  const stats = new Map(
    [...model.summary.principals.entries.values()].map(({ value }) => [principalKey(value), value]),
  )
  const timed = principals.map((one) => {
    const times = stats.get(principalKey(one))
    return { ...one, firstMs: times?.firstMs ?? 0, lastMs: times?.lastMs ?? 0 }
  })
  return inOrder(timed, principalOrder)
}

function placesOf(operations: readonly CatalogOperation[]): CatalogIndex['places'] {
  const places = operations.flatMap((operation) =>
    typedPlaces(operation).map((place) => ({ operation, place })),
  )
  return groupedBy(places, ({ place }) => place.type)
}

export function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** 1 − the chance of an unseen call, weighted by calls; null without calls. */
export function knownShare(operations: readonly CatalogOperation[]): number | null {
  let calls = 0
  let unseen = 0
  for (const operation of operations) {
    calls += operation.calls
    unseen += operation.calls * operation.unseen
  }
  return calls === 0 ? null : Math.min(1, Math.max(0, 1 - unseen / calls))
}
