import { type DuckDBAppender, type DuckDBValue, LIST, listValue, VARCHAR } from '@duckdb/node-api'
import type { CallRow } from '../ledger.ts'

/** A row as DuckDB hands it out. */
export type StoredRow = Readonly<Record<string, unknown>>

const texts = LIST(VARCHAR)

/** Columns of `calls` in their order; `frame` says which entry brought the row. */
export const callColumns = `frame, seq, id, ts, duration_ms, sensor, environment, source, service,
  method, template, action, status, outcome, actor, principal_kind, principal_name, client_address,
  request_bytes, response_bytes, data_types, score, trackers, findings`

/** A list to bind; DuckDB cannot tell the type of an empty one, and NULL matches as little. */
export function listOf(values: readonly (number | string)[]): DuckDBValue {
  return values.length === 0 ? null : listValue(values)
}

/** Writes one row in the order of `callColumns`. */
export function appendCall(appender: DuckDBAppender, frame: number, call: CallRow): void {
  appender.appendBigInt(whole(frame))
  appender.appendBigInt(whole(call.seq))
  appendText(appender, call.id)
  appender.appendDouble(call.ts)
  appendNumber(appender, call.durationMs)
  appendText(appender, call.sensor)
  appendText(appender, call.environment)
  appendText(appender, call.source)
  appendText(appender, call.service)
  appendText(appender, call.method)
  appendText(appender, call.template)
  appendText(appender, call.action)
  if (call.status === null) appender.appendNull()
  else appender.appendInteger(Math.trunc(call.status) | 0)
  appendText(appender, call.outcome)
  appendText(appender, call.actor)
  appendText(appender, call.principalKind)
  appendText(appender, call.principalName)
  appendText(appender, call.clientAddress)
  appender.appendBigInt(whole(call.requestBytes))
  appender.appendBigInt(whole(call.responseBytes))
  appendTexts(appender, call.dataTypes)
  appender.appendDouble(call.score)
  appendTexts(appender, call.trackers)
  appendTexts(appender, call.findings)
  appender.endRow()
}

/** Sizes are what a sensor claims: one that is no whole number must not stop the ledger for good. */
function whole(value: number): bigint {
  if (Number.isNaN(value)) return 0n
  const most = Number.MAX_SAFE_INTEGER
  return BigInt(Math.trunc(Math.min(most, Math.max(-most, value))))
}

/** DuckDB ends some texts at a zero character. */
export function storable(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text
}

function appendText(appender: DuckDBAppender, text: string | null): void {
  if (text === null) appender.appendNull()
  else appender.appendVarchar(storable(text))
}

function appendNumber(appender: DuckDBAppender, value: number | null): void {
  if (value === null) appender.appendNull()
  else appender.appendDouble(value)
}

function appendTexts(appender: DuckDBAppender, list: readonly string[]): void {
  appender.appendList(list.map(storable), texts)
}

export function readCall(row: StoredRow): CallRow {
  return {
    seq: readNumber(row['seq']),
    id: readText(row['id']),
    ts: readNumber(row['ts']),
    durationMs: readNullable(row['duration_ms']),
    sensor: textOf(row['sensor']),
    environment: textOf(row['environment']),
    source: textOf(row['source']),
    service: textOf(row['service']),
    method: textOf(row['method']),
    template: readText(row['template']),
    action: readText(row['action']),
    status: readNullable(row['status']),
    outcome: outcomeOf(row['outcome']),
    actor: textOf(row['actor']),
    principalKind: readText(row['principal_kind']),
    principalName: readText(row['principal_name']),
    clientAddress: textOf(row['client_address']),
    requestBytes: readNumber(row['request_bytes']),
    responseBytes: readNumber(row['response_bytes']),
    dataTypes: readTexts(row['data_types']),
    score: readNumber(row['score']),
    trackers: readTexts(row['trackers']),
    findings: readTexts(row['findings']),
  }
}

function outcomeOf(value: unknown): CallRow['outcome'] {
  return value === 'success' || value === 'failure' ? value : 'unknown'
}

export function readNumber(value: unknown): number {
  return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0
}

export function readNullable(value: unknown): number | null {
  return value === null || value === undefined ? null : readNumber(value)
}

export function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

export function textOf(value: unknown): string {
  return readText(value) ?? ''
}

export function readTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
