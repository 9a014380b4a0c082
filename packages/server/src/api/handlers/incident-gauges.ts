import type { CatalogOperation, Incident } from '@weir/engine'
import type { IncidentGauge } from '@weir/schema/api'
import type { CallRow } from '../../stores/ledger.ts'
import type { Sources } from '../handler.ts'
import { operationIdOf } from '../operation-id.ts'

/** Calls of one actor that are looked at, newest first. */
const mostCalls = 1_000
const mostGauges = 20
/** Windows of the learned volumes are ten minutes long. */
const windowMs = 600_000

/** Numbers of an incident that exceed what the operation is known for, against that. */
export async function gaugesOf(
  incident: Incident,
  evidence: readonly CallRow[],
  { ledger, catalog }: Sources,
): Promise<IncidentGauge[]> {
  const gauges: IncidentGauge[] = []
  const seen = new Set<string>()
  for (const call of evidence) {
    const { service, method, template, actor } = call
    if (template === null) continue
    const id = operationIdOf({ service, method, template })
    const operation = catalog().operationsById.get(id)?.operation
    if (operation === undefined || seen.has(`${id} ${actor}`)) continue
    seen.add(`${id} ${actor}`)
    const rows = await ledger.tryAsk('calls', {
      filter: { finding: null, actor, service, method, template },
      before: { ts: incident.lastMs + 1, seq: 0 },
      limit: mostCalls,
    })
    const during = (rows ?? []).filter(({ ts }) => ts >= incident.firstMs)
    gauges.push(...exceeding(operation, id, actor, during))
    if (gauges.length >= mostGauges) break
  }
  return gauges.slice(0, mostGauges)
}

function exceeding(
  operation: CatalogOperation,
  id: string,
  actor: string,
  calls: readonly CallRow[],
): IncidentGauge[] {
  const { service, method, template, responseBytesP99, callsPerWindowP99 } = operation
  const common = {
    actor,
    operation: { id, service, method, template },
    learned_calls: operation.calls,
  }
  const largest = Math.max(0, ...calls.map(({ responseBytes }) => responseBytes))
  const most = mostInWindow(calls.map(({ ts }) => ts))
  const gauges: IncidentGauge[] = []
  if (callsPerWindowP99 !== null && most > callsPerWindowP99) {
    gauges.push({
      ...common,
      measure: 'calls',
      unit: 'calls',
      seen: most,
      usual: callsPerWindowP99,
    })
  }
  if (responseBytesP99 !== null && largest > responseBytesP99) {
    const measure = 'response-bytes'
    gauges.push({ ...common, measure, unit: 'bytes', seen: largest, usual: responseBytesP99 })
  }
  return gauges
}

/** Most of these times, newest first, that lie within one window. */
function mostInWindow(times: readonly number[]): number {
  let most = 0
  let newest = 0
  for (const [oldest, ts] of times.entries()) {
    while ((times[newest] ?? ts) - ts >= windowMs) newest += 1
    most = Math.max(most, oldest - newest + 1)
  }
  return most
}
