import type { DataTypeFlow, Edge } from '@weir/schema/api'
import type { IndexedEdge } from '../catalog-index.ts'
import type { Handler, Sources } from '../handler.ts'
import type { Order } from '../keyset.ts'
import { answerPage } from '../paging.ts'
import { directedType } from '../views/data-type.ts'

const dayMs = 86_400_000
const mostFlows = 5_000

const mostCalls: Order<IndexedEdge> = {
  keyOf: ({ calls, source, service }) => [calls, source, service],
  directions: ['down', 'up', 'up'],
}

export const listEdges: Handler<'listEdges'> = async ({ query }, sources) => {
  const { source, service } = query
  const text = query.q?.toLowerCase()
  const flows = await dataFlowsOf(sources, dayMs)
  return answerPage(sources.catalog().edges, {
    order: mostCalls,
    form: ['number', 'string', 'string'],
    asked: query,
    passes: (edge) =>
      (source === undefined || edge.source === source) &&
      (service === undefined || edge.service === service) &&
      (text === undefined || `${edge.source} ${edge.service}`.toLowerCase().includes(text)),
    view: (edge) => edgeView(edge, flows),
  })
}

export type DataFlows = ReadonlyMap<string, readonly DataTypeFlow[]>

/** Data types that crossed each edge of late; empty while the ledger is away. */
export async function dataFlowsOf(
  { ledger, types }: Sources,
  windowMs: number,
): Promise<DataFlows> {
  const toMs = ledger.now()
  const book = types()
  const rows = await ledger.tryAsk('data-flow', {
    fromMs: toMs - windowMs,
    toMs,
    limit: mostFlows,
  })
  const flows = new Map<string, DataTypeFlow[]>()
  for (const { source, service, dataType, calls } of rows ?? []) {
    const { type, direction } = directedType(dataType)
    const flow = { type, category: book.categoryOf(type), direction, calls }
    const list = flows.get(edgeKey(source, service))
    if (list === undefined) flows.set(edgeKey(source, service), [flow])
    else list.push(flow)
  }
  return flows
}

export function edgeKey(source: string, service: string): string {
  return `${source}\n${service}`
}

export function edgeView(edge: IndexedEdge, flows: DataFlows): Edge {
  const { source, service, calls, failures } = edge
  return {
    source,
    service,
    calls,
    failures,
    failing_share: calls === 0 ? 0 : failures / calls,
    data_types: [...(flows.get(edgeKey(source, service)) ?? [])],
    first_ms: Math.max(0, edge.firstMs),
    last_ms: Math.max(0, edge.lastMs),
  }
}
