import type { CatalogOperation } from '@weir/engine'
import type { IndexedOperation } from '../catalog-index.ts'
import type { Answered, Asked } from '../decode-request.ts'
import type { Handler } from '../handler.ts'
import type { Order } from '../keyset.ts'
import { done, refused } from '../outcome.ts'
import { answerPage } from '../paging.ts'
import type { DataTypeBook } from '../views/data-type.ts'
import { fieldView, operationView } from '../views/operation.ts'
import { trafficView } from '../views/traffic.ts'
import { findingsAt, latestFindingsAt } from './findings-at.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const weekMs = 7 * dayMs
const mostCallers = 50

const byName: Order<IndexedOperation> = {
  keyOf: ({ operation }) => [operation.service, operation.template, operation.method],
  directions: ['up', 'up', 'up'],
}

export const listOperations: Handler<'listOperations'> = ({ query }, sources) => {
  const counts = findingsAt(sources)
  const types = sources.types()
  return answerPage(sources.catalog().operations, {
    order: byName,
    form: ['string', 'string', 'string'],
    asked: query,
    passes: filterOf(query, types),
    view: (one) => operationView(one, counts.get(one.operation.service) ?? 0, types),
  })
}

function filterOf(
  query: Asked<'listOperations'>['query'],
  book: DataTypeBook,
): (one: IndexedOperation) => boolean {
  const { service, method, state, authentication, category, since_ms: since } = query
  const { data_type: type, posture } = query
  const text = query.q?.toLowerCase()
  const tests: ((one: IndexedOperation) => boolean)[] = []
  if (service !== undefined) tests.push(({ operation }) => operation.service === service)
  if (method !== undefined) tests.push(({ operation }) => operation.method === method)
  if (state !== undefined) tests.push(({ operation }) => state.includes(operation.state))
  if (authentication !== undefined) {
    tests.push(({ operation }) => authentication.includes(operation.authentication))
  }
  if (since !== undefined) tests.push(({ operation }) => operation.firstMs >= since)
  if (type !== undefined) tests.push(({ types }) => types.has(type))
  if (category !== undefined) {
    tests.push(({ types }) => [...types].some((one) => category.includes(book.categoryOf(one))))
  }
  if (posture !== undefined) {
    tests.push((one) => one.posture.some((label) => posture.includes(label)))
  }
  if (text !== undefined) tests.push((one) => one.text.includes(text))
  return (one) => tests.every((test) => test(one))
}

export const getOperation: Handler<'getOperation'> = async ({ params }, sources) => {
  const found = sources.catalog().operationsById.get(params.operation_id)
  if (found === undefined) {
    return refused('NOT_FOUND', 'There is no such operation now; its template may have changed.')
  }
  const { operation } = found
  const { service, method, template } = operation
  const { ledger } = sources
  const named = { service, method, template }
  const week = ledger.last(weekMs)
  const day = ledger.last(dayMs)
  const [callers, latency, traffic] = await Promise.all([
    ledger.tryAsk('callers', { ...named, ...week, limit: mostCallers }),
    ledger.tryAsk('latency', { ...named, ...week }),
    ledger.tryAsk('traffic', { ...day, bucketMs: hourMs, service }),
  ])
  const calls = (callers ?? []).reduce((sum, one) => sum + one.calls, 0)
  return done({
    ...operationView(found, findingsAt(sources).get(service) ?? 0, sources.types()),
    ...learned(operation, sources.types()),
    duration_ms: latency === null ? null : quantilesOf(latency[0]),
    callers:
      callers?.map(({ source, calls: own, failures, actors, lastMs }) => ({
        source,
        calls: own,
        share: own / calls,
        failing_share: failures / own,
        actors,
        last_ms: Math.max(0, lastMs),
      })) ?? null,
    traffic: traffic === null ? null : trafficView(traffic, day.fromMs, day.toMs, hourMs),
    latest_findings: latestFindingsAt(sources, service),
  })
}

function quantilesOf(
  latency:
    | { readonly p50: number | null; readonly p95: number | null; readonly p99: number | null }
    | undefined,
): { p50: number | null; p95: number | null; p99: number | null } {
  return { p50: latency?.p50 ?? null, p95: latency?.p95 ?? null, p99: latency?.p99 ?? null }
}

function parameterView(
  parameter: CatalogOperation['parameters'][number],
): Answered<'getOperation'>['parameters'][number] {
  const { name, segment, shape, reason, corrected, evidence } = parameter
  const { shapes, wordLike, ...numbers } = evidence
  return {
    name,
    segment,
    shape,
    reason,
    corrected,
    evidence: { ...numbers, shapes: [...shapes], word_like: [...wordLike] },
  }
}

type Learned = Pick<
  Answered<'getOperation'>,
  | 'success'
  | 'failure'
  | 'unknown'
  | 'statuses'
  | 'actions'
  | 'response_bytes'
  | 'calls_per_window_p99'
  | 'parameters'
  | 'fields'
>

/** What the model alone knows. */
function learned(operation: CatalogOperation, types: DataTypeBook): Learned {
  return {
    success: operation.success,
    failure: operation.failure,
    unknown: operation.unknown,
    statuses: { ...operation.statuses },
    actions: { ...operation.actions },
    response_bytes: { p50: operation.responseBytesP50, p99: operation.responseBytesP99 },
    calls_per_window_p99: operation.callsPerWindowP99,
    parameters: operation.parameters.map(parameterView),
    fields: operation.fields.map((field) => fieldView(field, types)),
  }
}
