import type { DataType, DataTypePlace } from '@weir/schema/api'
import type { TypedPlace } from '../catalog-index.ts'
import type { Handler } from '../handler.ts'
import { operationIdOf } from '../operation-id.ts'
import { done } from '../outcome.ts'
import { bySensitivity, categoryOf, directedType, knownType } from '../views/data-type.ts'

const dayMs = 86_400_000
const mostFlows = 5_000
const mostPlaces = 100

export const listDataTypes: Handler<'listDataTypes'> = async ({ query }, sources) => {
  const { category, service } = query
  const toMs = sources.ledger.now()
  const rows = await sources.ledger.tryAsk('data-flow', {
    fromMs: toMs - dayMs,
    toMs,
    limit: mostFlows,
  })
  const flows = rows === null ? null : flowsByType(rows)
  const items: DataType[] = []
  const { places } = sources.catalog()
  const types = new Set([...places.keys(), ...(flows?.keys() ?? [])])
  for (const type of [...types].sort(bySensitivity)) {
    if (query.type !== undefined && type !== query.type) continue
    if (category !== undefined && !category.includes(categoryOf(type))) continue
    const at = (places.get(type) ?? []).filter(
      ({ operation }) => service === undefined || operation.service === service,
    )
    const went =
      flows === null
        ? null
        : (flows.get(type) ?? []).filter(
            (flow) => service === undefined || flow.service === service || flow.source === service,
          )
    if (at.length === 0 && (went ?? []).length === 0) continue
    items.push(dataTypeView(type, at, went))
  }
  return done({ items, total: items.length })
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
  places: readonly TypedPlace[],
  flows: readonly Flow[] | null,
): DataType {
  const known = knownType(type)
  const services = [
    ...places.map(({ operation }) => operation.service),
    ...(flows ?? []).map(({ service }) => service),
  ]
  return {
    type,
    category: categoryOf(type),
    sensitivity: known?.sensitivity ?? 'low',
    jurisdiction: known?.jurisdiction ?? null,
    summary: known?.summary ?? '',
    services: [...new Set(services)].sort(),
    places: places.slice(0, mostPlaces).map(placeView),
    places_total: places.length,
    flows: flows === null ? null : [...flows],
  }
}

function placeView({ operation, field, confidence }: TypedPlace): DataTypePlace {
  const { service, method, template } = operation
  return {
    operation: { id: operationIdOf(operation), service, method, template },
    in: field.in,
    path: field.path,
    confidence,
    presence: field.presence,
  }
}
