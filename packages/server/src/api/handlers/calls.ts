import type { CallFilter } from '../../stores/ledger-reader.ts'
import type { Asked } from '../decode-request.ts'
import type { Handler } from '../handler.ts'
import { encodeCursor } from '../keyset.ts'
import { readOperationId } from '../operation-id.ts'
import { done, refused } from '../outcome.ts'
import { placeOf } from '../paging.ts'
import { callView } from '../views/call.ts'

export const listCalls: Handler<'listCalls'> = async ({ query }, { ledger, types }) => {
  const place = placeOf(query.cursor, ['number', 'number'])
  if (!place.ok) return place
  const filter = filterOf(query)
  if (filter === null) {
    return refused(
      'REQUEST_INVALID',
      'This is no operation: take `id` from the list of operations.',
    )
  }
  const [ts, seq] = place.value ?? []
  const rows = await ledger.ask('calls', {
    filter,
    before: typeof ts === 'number' && typeof seq === 'number' ? { ts, seq } : null,
    limit: query.limit + 1,
  })
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return done({
    items: items.map((row) => callView(row, types())),
    next:
      rows.length > query.limit && last !== undefined ? encodeCursor([last.ts, last.seq]) : null,
  })
}

/** Null where the operation is none. */
function filterOf(query: Asked<'listCalls'>['query']): CallFilter | null {
  const { finding = null, actor = null, service = null } = query
  if (query.operation === undefined) {
    return { finding, actor, service, method: null, template: null }
  }
  const operation = readOperationId(query.operation)
  return operation === null ? null : { finding, actor, ...operation }
}

export const listAudit: Handler<'listAudit'> = async ({ query }, { ledger }) => {
  const place = placeOf(query.cursor, ['number'])
  if (!place.ok) return place
  const [before] = place.value ?? []
  const rows = await ledger.ask('audit', {
    before: typeof before === 'number' ? before : null,
    limit: query.limit + 1,
  })
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return done({
    items: items.map(({ number, atMs, by, what, target }) => ({
      number,
      at_ms: Math.max(0, atMs),
      by,
      what,
      target,
    })),
    next: rows.length > query.limit && last !== undefined ? encodeCursor([last.number]) : null,
  })
}
