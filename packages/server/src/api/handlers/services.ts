import type { ServiceSummary, SpecRule } from '@weir/schema/api'
import { type CatalogIndex, knownShare } from '../catalog-index.ts'
import type { Handler } from '../handler.ts'
import type { Order } from '../keyset.ts'
import { done, refused } from '../outcome.ts'
import { answerPage } from '../paging.ts'
import type { KeptComparison } from '../spec-comparison.ts'
import type { DataTypeBook } from '../views/data-type.ts'
import { operationView } from '../views/operation.ts'
import { trafficView } from '../views/traffic.ts'
import { dataFlowsOf, edgeView } from './edges.ts'
import { findingsAt, latestFindingsAt } from './findings-at.ts'

type CatalogService = CatalogIndex['catalog']['services'][number]

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const mostBusy = 20
const mostEdges = 100

const mostExchanges: Order<CatalogService> = {
  keyOf: ({ exchanges, name }) => [exchanges, name],
  directions: ['down', 'up'],
}

export const listServices: Handler<'listServices'> = ({ query }, sources) => {
  const index = sources.catalog()
  const counts = findingsAt(sources)
  const types = sources.types()
  const text = query.q?.toLowerCase()
  return answerPage(index.catalog.services, {
    order: mostExchanges,
    form: ['number', 'string'],
    asked: query,
    passes: ({ name, placement }) =>
      (query.placement === undefined || query.placement.includes(placement)) &&
      (text === undefined || name.toLowerCase().includes(text)),
    view: (service) => serviceView(service, index, counts, types),
  })
}

function serviceView(
  service: CatalogService,
  index: CatalogIndex,
  findings: ReadonlyMap<string, number>,
  types: DataTypeBook,
): ServiceSummary {
  const { name, placement, exchanges, firstMs, lastMs } = service
  const operations = index.operationsOf.get(name) ?? []
  return {
    name,
    placement,
    exchanges,
    operations: operations.length,
    known_share: knownShare(operations.map(({ operation }) => operation)),
    data_types: types.chips(operations.flatMap((one) => [...one.types])),
    callers: index.edges.filter((edge) => edge.service === name).length,
    findings: findings.get(name) ?? 0,
    spec: specCounts(index.comparisons.get(name)),
    first_ms: Math.max(0, firstMs),
    last_ms: Math.max(0, lastMs),
  }
}

function specCounts(comparison: KeptComparison | undefined): ServiceSummary['spec'] {
  if (comparison === undefined) return null
  const { rules, differences } = comparison
  const counted = (rule: SpecRule): number => rules.find((one) => one.rule === rule)?.count ?? 0
  const whole = { shadow: counted('shadow'), zombie: counted('zombie'), orphan: counted('orphan') }
  return { ...whole, differences: differences.length }
}

export const getService: Handler<'getService'> = async ({ params }, sources) => {
  const index = sources.catalog()
  const name = params.service_name
  const service = index.services.get(name)
  if (service === undefined) return refused('NOT_FOUND', 'There is no service of this name.')
  const counts = findingsAt(sources)
  const types = sources.types()
  const { fromMs, toMs } = sources.ledger.last(dayMs)
  const [flows, traffic] = await Promise.all([
    dataFlowsOf(sources, dayMs),
    sources.ledger.tryAsk('traffic', { fromMs, toMs, bucketMs: hourMs, service: name }),
  ])
  const busiest = [...(index.operationsOf.get(name) ?? [])]
    .sort((left, right) => right.operation.calls - left.operation.calls)
    .slice(0, mostBusy)
  return done({
    ...serviceView(service, index, counts, types),
    addresses: [...service.addresses],
    busiest: busiest.map((one) => operationView(one, counts.get(name) ?? 0, types)),
    called_by: index.edges
      .filter((edge) => edge.service === name)
      .slice(0, mostEdges)
      .map((edge) => edgeView(edge, flows)),
    calls_to: index.edges
      .filter((edge) => edge.source === name)
      .slice(0, mostEdges)
      .map((edge) => edgeView(edge, flows)),
    traffic: traffic === null ? null : trafficView(traffic, fromMs, toMs, hourMs),
    latest_findings: latestFindingsAt(sources, name),
  })
}
