import type { Call } from '@weir/schema/api'
import type { CallRow } from '../../stores/ledger.ts'
import { operationIdOf } from '../operation-id.ts'
import { type DataTypeBook, directedType } from './data-type.ts'

export function callView(row: CallRow, types: DataTypeBook): Call {
  const { ts, durationMs, principalKind, principalName, template } = row
  return {
    seq: row.seq,
    id: row.id,
    at_ms: Math.max(0, ts),
    duration_ms: durationMs,
    sensor: row.sensor,
    environment: row.environment,
    source: row.source,
    service: row.service,
    method: row.method,
    template,
    operation: template === null ? null : operationIdOf({ ...row, template }),
    action: row.action,
    status: row.status,
    outcome: row.outcome,
    actor: row.actor,
    principal: principalKind === null ? null : { kind: principalKind, name: principalName ?? '' },
    client_address: row.clientAddress,
    request_bytes: Math.max(0, row.requestBytes),
    response_bytes: Math.max(0, row.responseBytes),
    data_types: row.dataTypes.map((text) => {
      const { type, direction } = directedType(text)
      return { ...types.chip(type), direction }
    }),
    score: row.score,
    trackers: [...row.trackers],
    findings: [...row.findings],
  }
}
