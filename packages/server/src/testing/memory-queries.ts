import type {
  CallFilter,
  CallPlace,
  LedgerQueries,
  Period,
  QueryName,
  QueryParameters,
  QueryRow,
  Version,
} from '../stores/ledger-reader.ts'
import type { AuditEntry } from '../stores/audit.ts'
import type { CallRow, LedgerEntry } from '../stores/ledger.ts'

export interface MemoryTables {
  entries: LedgerEntry[]
  audit: (AuditEntry & { readonly number: number })[]
}

type Answers = {
  readonly [Name in keyof LedgerQueries]: (
    tables: MemoryTables,
    parameters: QueryParameters<Name>,
  ) => readonly QueryRow<Name>[]
}

/** The queries once more, as plainly as they can be said. */
export const memoryQueries: Answers = {
  'calls-by-seq': (tables, { seqs }) =>
    callsOf(tables)
      .filter(({ seq }) => seqs.includes(seq))
      .sort((left, right) => left.seq - right.seq),
  calls: (tables, { filter, before, limit }) =>
    callsOf(tables)
      .filter((call) => matches(call, filter) && isBefore(call, before))
      .sort((left, right) => right.ts - left.ts || right.seq - left.seq)
      .slice(0, limit),
  traffic: (tables, { bucketMs, service, ...period }) =>
    [
      ...grouped(
        within(tables, period).filter((call) => service === null || call.service === service),
        ({ ts }) => [Math.floor(ts / bucketMs) * bucketMs],
      ),
    ]
      .map(([start, calls]) => ({
        startMs: Number(start),
        calls: calls.length,
        failures: failures(calls),
        requestBytes: sum(calls, ({ requestBytes }) => requestBytes),
        responseBytes: sum(calls, ({ responseBytes }) => responseBytes),
      }))
      .sort((left, right) => left.startMs - right.startMs),
  edges: (tables, { limit, ...period }) =>
    [...grouped(within(tables, period), ({ source, service }) => [`${source}\n${service}`])]
      .map(([key, calls]) => ({
        ...edgeOf(key),
        calls: calls.length,
        failures: failures(calls),
        flagged: calls.filter(({ findings }) => findings.length > 0).length,
        bytes: sum(calls, (call) => call.requestBytes + call.responseBytes),
        lastMs: last(calls),
      }))
      .sort((left, right) => right.calls - left.calls || byText(left, right))
      .slice(0, limit),
  callers: (tables, { limit, ...asked }) =>
    [...grouped(ofOperation(tables, asked), ({ source }) => [source])]
      .map(([source, calls]) => ({
        source,
        calls: calls.length,
        failures: failures(calls),
        actors: new Set(calls.map(({ actor }) => actor)).size,
        lastMs: last(calls),
      }))
      .sort((left, right) => right.calls - left.calls || byText(left, right))
      .slice(0, limit),
  'service-callers': (tables, { service, limit, ...period }) =>
    [
      ...grouped(
        within(tables, period).filter((call) => call.service === service && call.template !== null),
        ({ method, template, source }) => [`${method}\n${template}\n${source}`],
      ),
    ]
      .map(([key, calls]) => {
        const [method = '', template = '', source = ''] = key.split('\n')
        return { method, template, source, calls: calls.length, lastMs: last(calls) }
      })
      .sort((left, right) => right.calls - left.calls || byText(left, right))
      .slice(0, limit),
  'data-flow': (tables, { limit, ...period }) =>
    [
      ...grouped(within(tables, period), ({ source, service, dataTypes }) =>
        dataTypes.map((type) => `${source}\n${service}\n${type}`),
      ),
    ]
      .map(([key, calls]) => ({
        ...edgeOf(key),
        dataType: key.split('\n')[2] ?? '',
        calls: calls.length,
      }))
      .sort((left, right) => right.calls - left.calls || byText(left, right))
      .slice(0, limit),
  'new-data-types': (tables, { limit, sinceMs, ...period }) =>
    [
      ...grouped(within(tables, period), ({ service, dataTypes }) =>
        dataTypes.map((type) => `${service}\n${type}`),
      ),
    ]
      .map(([key, calls]) => {
        const [service = '', dataType = ''] = key.split('\n')
        return { service, dataType, firstMs: first(calls) }
      })
      .filter(({ firstMs }) => firstMs >= sinceMs)
      .sort((left, right) => right.firstMs - left.firstMs || byText(left, right))
      .slice(0, limit),
  'actor-flow': (tables, { actors, limit, ...period }) =>
    [
      ...grouped(
        within(tables, period).filter(({ actor }) => actors.includes(actor)),
        ({ actor, service }) => [`${actor}\n${service}`],
      ),
    ]
      .map(([key, calls]) => {
        const [actor = '', service = ''] = key.split('\n')
        return {
          actor,
          service,
          calls: calls.length,
          failures: failures(calls),
          responseBytes: sum(calls, ({ responseBytes }) => responseBytes),
          dataTypes: [...new Set(calls.flatMap(({ dataTypes }) => dataTypes))].sort(),
          firstMs: first(calls),
          lastMs: last(calls),
        }
      })
      .sort((left, right) => left.firstMs - right.firstMs || byText(left, right))
      .slice(0, limit),
  latency: (tables, asked) => {
    const calls = ofOperation(tables, asked)
    const times = calls
      .flatMap(({ durationMs }) => durationMs ?? [])
      .sort((left, right) => left - right)
    return [
      {
        calls: calls.length,
        p50: quantile(times, 0.5),
        p95: quantile(times, 0.95),
        p99: quantile(times, 0.99),
      },
    ]
  },
  'finding-versions': (tables, { id, limit }) =>
    versions(
      tables.entries.flatMap(({ frame, findings }) => findings.map((value) => ({ frame, value }))),
      id,
      limit,
    ),
  'incident-versions': (tables, { id, limit }) =>
    versions(
      tables.entries.flatMap(({ frame, incidents }) =>
        incidents.map((value) => ({ frame, value })),
      ),
      id,
      limit,
    ),
  audit: (tables, { before, limit }) =>
    tables.audit
      .filter(({ number }) => before === null || number < before)
      .reverse()
      .slice(0, limit),
}

export function answer<Name extends QueryName>(
  tables: MemoryTables,
  name: Name,
  parameters: QueryParameters<Name>,
): readonly QueryRow<Name>[] {
  return memoryQueries[name](tables, parameters)
}

function callsOf({ entries }: MemoryTables): CallRow[] {
  return entries.flatMap(({ calls }) => calls)
}

function within(tables: MemoryTables, { fromMs, toMs }: Period): readonly CallRow[] {
  return callsOf(tables).filter(({ ts }) => ts >= fromMs && ts < toMs)
}

function ofOperation(
  tables: MemoryTables,
  asked: Period & Pick<CallRow, 'service' | 'method' | 'template'>,
): readonly CallRow[] {
  return within(tables, asked).filter(
    ({ service, method, template }) =>
      service === asked.service && method === asked.method && template === asked.template,
  )
}

function matches(call: CallRow, { finding, ...filter }: CallFilter): boolean {
  if (finding !== null && !call.findings.includes(finding)) return false
  const { actor, service, method, template } = filter
  return (
    (actor === null || call.actor === actor) &&
    (service === null || call.service === service) &&
    (method === null || call.method === method) &&
    (template === null || call.template === template)
  )
}

function isBefore({ ts, seq }: CallRow, place: CallPlace | null): boolean {
  return place === null || ts < place.ts || (ts === place.ts && seq < place.seq)
}

function grouped(
  calls: readonly CallRow[],
  keysOf: (call: CallRow) => readonly (string | number)[],
): ReadonlyMap<string, readonly CallRow[]> {
  const groups = new Map<string, CallRow[]>()
  for (const call of calls) {
    for (const key of keysOf(call)) {
      const group = groups.get(String(key))
      if (group === undefined) groups.set(String(key), [call])
      else group.push(call)
    }
  }
  return groups
}

function edgeOf(key: string): { readonly source: string; readonly service: string } {
  const [source = '', service = ''] = key.split('\n')
  return { source, service }
}

function failures(calls: readonly CallRow[]): number {
  return calls.filter(({ outcome }) => outcome === 'failure').length
}

function sum(calls: readonly CallRow[], of: (call: CallRow) => number): number {
  return calls.reduce((total, call) => total + of(call), 0)
}

function first(calls: readonly CallRow[]): number {
  return Math.min(...calls.map(({ ts }) => ts))
}

function last(calls: readonly CallRow[]): number {
  return Math.max(...calls.map(({ ts }) => ts))
}

/** Names of a row in the order they are grouped by. */
function byText(left: object, right: object): number {
  const key = (row: object): string =>
    Object.values(row)
      .filter((value) => typeof value === 'string')
      .join('\n')
  return key(left) < key(right) ? -1 : 1
}

function quantile(sorted: readonly number[], share: number): number | null {
  const place = share * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  if (low === undefined || high === undefined) return null
  return low + (high - low) * (place - Math.floor(place))
}

function versions<Value extends { readonly id: string }>(
  all: Version<Value>[],
  id: string,
  limit: number,
): readonly Version<Value>[] {
  return all
    .filter(({ value }) => value.id === id)
    .reverse()
    .slice(0, limit)
}
