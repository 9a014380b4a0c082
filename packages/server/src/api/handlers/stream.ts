import type { StreamFlow, StreamNode } from '@weir/schema/api'
import type { CatalogIndex } from '../catalog-index.ts'
import type { Sources } from '../handler.ts'
import { dataFlowsOf, edgeKey } from './edges.ts'
import { findingsAt } from './findings-at.ts'

const mostFlows = 500

export interface Stream {
  readonly nodes: StreamNode[]
  readonly flows: StreamFlow[]
}

/** Traffic of a period from who calls to where it ends; null while the ledger is away. */
export async function streamOf(
  sources: Sources,
  period: { readonly fromMs: number; readonly toMs: number; readonly seconds: number },
): Promise<Stream | null> {
  const { ledger } = sources
  const { fromMs, toMs, seconds } = period
  const [edges, dataTypes] = await Promise.all([
    ledger.tryAsk('edges', { fromMs, toMs, limit: mostFlows }),
    dataFlowsOf(sources, toMs - fromMs),
  ])
  if (edges === null) return null
  const flows = edges.map(({ source, service, calls, failures, flagged, bytes }) => ({
    source,
    destination: service,
    calls,
    calls_per_second: calls / seconds,
    failing_share: calls === 0 ? 0 : failures / calls,
    flagged,
    bytes: Math.max(0, bytes),
    data_types: [...(dataTypes.get(edgeKey(source, service)) ?? [])],
  }))
  return { nodes: nodesOf(flows, sources.catalog(), findingsAt(sources)), flows }
}

interface Totals {
  calledRate: number
  callingRate: number
  called: number
  calling: number
  calledFailing: number
  callingFailing: number
}

function nodesOf(
  flows: readonly StreamFlow[],
  index: CatalogIndex,
  findings: ReadonlyMap<string, number>,
): StreamNode[] {
  const totals = new Map<string, Totals>()
  const of = (name: string): Totals => {
    const known = totals.get(name)
    if (known !== undefined) return known
    const fresh = {
      calledRate: 0,
      callingRate: 0,
      called: 0,
      calling: 0,
      calledFailing: 0,
      callingFailing: 0,
    }
    totals.set(name, fresh)
    return fresh
  }
  for (const flow of flows) {
    const source = of(flow.source)
    source.callingRate += flow.calls_per_second
    source.calling += flow.calls
    source.callingFailing += flow.calls * flow.failing_share
    const destination = of(flow.destination)
    destination.calledRate += flow.calls_per_second
    destination.called += flow.calls
    destination.calledFailing += flow.calls * flow.failing_share
  }
  return [...totals]
    .map(([name, total]) => {
      const isCalled = total.called > 0
      const [calls, failing] = isCalled
        ? [total.called, total.calledFailing]
        : [total.calling, total.callingFailing]
      return {
        name,
        role: isCalled || index.services.has(name) ? roleOf(name, index) : 'caller',
        calls_per_second: isCalled ? total.calledRate : total.callingRate,
        failing_share: calls === 0 ? 0 : Math.min(1, failing / calls),
        findings: findings.get(name) ?? 0,
      } satisfies StreamNode
    })
    .sort((left, right) => right.calls_per_second - left.calls_per_second)
}

/** A service whose operations are all actions of a storage protocol keeps data for others. */
function roleOf(name: string, index: CatalogIndex): StreamNode['role'] {
  if (index.services.get(name)?.placement === 'external') return 'third-party'
  const operations = index.operationsOf.get(name) ?? []
  const stores =
    operations.length > 0 &&
    operations.every(({ operation }) => Object.keys(operation.actions).length > 0)
  return stores ? 'store' : 'service'
}
