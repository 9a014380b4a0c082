import type { Change } from '@weir/schema/api'
import type { Sources } from '../handler.ts'
import { directedType } from '../views/data-type.ts'

const mostNewTypes = 200
/** How far back a data type must not have been seen to be new, in milliseconds. */
const memoryMs = 30 * 86_400_000

/** What was not there before the period, newest first. */
export async function changesOf(
  sources: Sources,
  fromMs: number,
  toMs: number,
): Promise<readonly Change[]> {
  const { catalog, operations, edges } = sources.catalog()
  const isNew = ({ firstMs }: { readonly firstMs: number }): boolean =>
    firstMs >= fromMs && firstMs < toMs
  const changes: Change[] = []
  for (const service of catalog.services.filter(isNew)) {
    const { name, exchanges, firstMs } = service
    changes.push({ kind: 'service', at_ms: firstMs, service: name, calls: exchanges })
  }
  for (const { id, operation } of operations) {
    if (!isNew(operation)) continue
    const { service, method, template, calls, firstMs } = operation
    const named = { id, service, method, template }
    changes.push({ kind: 'operation', at_ms: firstMs, operation: named, calls })
  }
  for (const edge of edges.filter(isNew)) {
    const { source, service, calls, firstMs } = edge
    changes.push({ kind: 'edge', at_ms: firstMs, source, service, calls })
  }
  const types = await sources.ledger.tryAsk('new-data-types', {
    fromMs: Math.max(0, toMs - memoryMs),
    toMs,
    sinceMs: fromMs,
    limit: mostNewTypes,
  })
  const seen = new Set<string>()
  for (const { service, dataType, firstMs } of types ?? []) {
    const { type } = directedType(dataType)
    if (seen.has(`${service}\n${type}`)) continue
    seen.add(`${service}\n${type}`)
    changes.push({
      kind: 'data-type',
      at_ms: firstMs,
      service,
      data_type: sources.types().chip(type),
    })
  }
  return changes.sort((left, right) => right.at_ms - left.at_ms)
}
