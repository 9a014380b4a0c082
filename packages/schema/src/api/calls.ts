import { z } from 'zod'
import { name, nothing, paging } from './query-values.ts'
import { route } from './route.ts'
import { count, dataTypeChip, direction, openPageOf, operationId, share, time } from './words.ts'

/** One call as the ledger keeps it: names, sizes, hashes and types; never a value. */
export const call = z.strictObject({
  seq: z.number().int().describe('Place in the stream.'),
  id: z.string().nullable(),
  at_ms: time,
  duration_ms: z.number().nullable(),
  sensor: z.string(),
  environment: z.string(),
  source: z.string(),
  service: z.string(),
  method: z.string(),
  template: z.string().nullable(),
  operation: operationId.nullable(),
  action: z.string().nullable(),
  status: z.number().int().nullable(),
  outcome: z.enum(['success', 'failure', 'unknown']),
  actor: z.string(),
  principal: z.strictObject({ kind: z.string(), name: z.string() }).nullable(),
  client_address: z.string(),
  request_bytes: count,
  response_bytes: count,
  data_types: z.array(z.strictObject({ ...dataTypeChip.shape, direction })),
  score: share,
  trackers: z.array(z.string()),
  findings: z.array(z.string()),
})
export type Call = z.infer<typeof call>

export const callPage = openPageOf(call)
export type CallPage = z.infer<typeof callPage>

export const listCalls = route({
  id: 'listCalls',
  method: 'GET',
  path: '/api/v1/calls',
  summary: 'Calls from the ledger, newest first.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    finding: name.optional(),
    actor: name.optional(),
    service: name.optional(),
    operation: operationId.optional(),
  }),
  response: callPage,
})
