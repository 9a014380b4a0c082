import { type Joined, type Model, recordsOf, type ResolvedField, resolveRow } from '@weir/engine'
import type { CallRow } from '../stores/ledger.ts'

/** What the ledger keeps of an exchange: the row as the model sees it now. */
export function callRowOf(joined: Joined, model: Model, environment: string): CallRow {
  const { row, score, signals, findings } = joined
  const { operation, fields } = resolveRow(model, row)
  return {
    seq: row.seq,
    id: row.id,
    ts: row.ts,
    durationMs: row.durationMs,
    sensor: row.sensor ?? '',
    environment,
    source: row.source,
    service: row.service,
    method: row.method,
    template: operation === null ? null : operation.slice(operation.indexOf(' ') + 1),
    action: row.action,
    status: row.status,
    outcome: row.outcome,
    actor: row.actor,
    principalKind: row.principal?.kind ?? null,
    principalName: row.principal?.id ?? null,
    clientAddress: row.clientAddress,
    requestBytes: row.requestBytes,
    responseBytes: row.responseBytes,
    dataTypes: [...new Set([...fields, ...recordsOf(fields)].map(directed))].sort(),
    score,
    trackers: [...new Set(signals.map(({ tracker }) => tracker))].sort(),
    findings: [...new Set(findings)],
  }
}

function directed({ in: location, type }: ResolvedField): string {
  return `${location.slice(0, 3)} ${type}`
}
