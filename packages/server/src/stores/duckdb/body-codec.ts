import type { Finding, Incident } from '@weir/engine'
import type { Json } from '../json.ts'
import { type StoredRow, textOf } from './call-codec.ts'

/** Bodies are JSON that this program wrote into its own file. */
function bodyOf(row: StoredRow): unknown {
  return JSON.parse(textOf(row['body']))
}

export function readFinding(row: StoredRow): Finding {
  return bodyOf(row) as Finding
}

export function readIncident(row: StoredRow): Incident {
  return bodyOf(row) as Incident
}

export function readJson(row: StoredRow): Json {
  return bodyOf(row) as Json
}
