import type { Handler } from '../handler.ts'
import { encodeCursor } from '../keyset.ts'
import { readOperationId } from '../operation-id.ts'
import { done, refused } from '../outcome.ts'
import { placeOf } from '../paging.ts'
import { callView } from '../views/call.ts'

export const listCalls: Handler<'listCalls'> = async ({ query }, { ledger }) => {
  const place = placeOf(query.cursor, ['number', 'number'])
  if (!place.ok) return place
  const operation = query.operation === undefined ? null : readOperationId(query.operation)
  if (query.operation !== undefined && operation === null) {
    return refused(
      'REQUEST_INVALID',
      'This is no operation: take `id` from the list of operations.',
    )
  }
  const [ts, seq] = place.value ?? []
  const rows = await ledger.ask('calls', {
    filter: {
      finding: query.finding ?? null,
      actor: query.actor ?? null,
      service: operation?.service ?? query.service ?? null,
      method: operation?.method ?? null,
      template: operation?.template ?? null,
    },
    before: typeof ts === 'number' && typeof seq === 'number' ? { ts, seq } : null,
    limit: query.limit + 1,
  })
  const items = rows.slice(0, query.limit)
  const last = items.at(-1)
  return done({
    items: items.map(callView),
    next:
      rows.length > query.limit && last !== undefined ? encodeCursor([last.ts, last.seq]) : null,
  })
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
