import type { DataType, DataTypePlace } from '@weir/schema/api'
import type { IndexedPlace } from '../catalog-index.ts'
import type { Handler } from '../handler.ts'
import { operationIdOf } from '../operation-id.ts'
import { done } from '../outcome.ts'
import { type DataTypeBook, directedType } from '../views/data-type.ts'

const dayMs = 86_400_000
const mostFlows = 5_000
const mostPlaces = 100

export const listDataTypes: Handler<'listDataTypes'> = async ({ query }, sources) => {
  const { service } = query
  const { ledger } = sources
  const book = sources.types()
  const rows = await ledger.tryAsk('data-flow', { ...ledger.last(dayMs), limit: mostFlows })
  const flows = rows === null ? null : flowsByType(rows)
  const { places } = sources.catalog()
  const items = [...new Set([...places.keys(), ...(flows?.keys() ?? [])])]
    .filter((type) => query.type === undefined || type === query.type)
    .filter(
      (type) => query.category === undefined || query.category.includes(book.categoryOf(type)),
    )
    .sort((left, right) => book.bySensitivity(left, right))
    .map((type) => {
      const at = (places.get(type) ?? []).filter((one) => isAt(service, one.operation.service))
      return dataTypeView(type, book, at, flows === null ? null : flowsAt(flows, type, service))
    })
    .filter(({ services }) => services.length > 0)
  return done({ items, total: items.length })
}

function flowsAt(
  flows: ReadonlyMap<string, readonly Flow[]>,
  type: string,
  service: string | undefined,
): readonly Flow[] {
  return (flows.get(type) ?? []).filter((flow) => isAt(service, flow.service, flow.source))
}

function isAt(asked: string | undefined, ...names: readonly string[]): boolean {
  return asked === undefined || names.includes(asked)
}

type Flow = NonNullable<DataType['flows']>[number]

function flowsByType(
  rows: readonly {
    readonly source: string
    readonly service: string
    readonly dataType: string
    readonly calls: number
  }[],
): ReadonlyMap<string, readonly Flow[]> {
  const flows = new Map<string, Flow[]>()
  for (const { source, service, dataType, calls } of rows) {
    const { type, direction } = directedType(dataType)
    const list = flows.get(type) ?? []
    list.push({ source, service, direction, calls })
    flows.set(type, list)
  }
  return flows
}

function dataTypeView(
  type: string,
  book: DataTypeBook,
  places: readonly IndexedPlace[],
  flows: readonly Flow[] | null,
): DataType {
  const known = book.find(type)
  const services = [
    ...places.map(({ operation }) => operation.service),
    ...(flows ?? []).map(({ service }) => service),
  ]
  return {
    type,
    category: book.categoryOf(type),
    sensitivity: known?.sensitivity ?? 'low',
    jurisdiction: known?.jurisdiction ?? null,
    summary: known?.summary ?? '',
    services: [...new Set(services)].sort(),
    places: places.slice(0, mostPlaces).map(placeView),
    places_total: places.length,
    flows: flows === null ? null : [...flows],
  }
}

function placeView({ operation, place }: IndexedPlace): DataTypePlace {
  const { service, method, template } = operation
  return {
    operation: { id: operationIdOf(operation), service, method, template },
    in: place.in,
    path: place.path,
    confidence: place.confidence,
    presence: place.presence,
  }
}
