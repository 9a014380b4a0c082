import { z } from 'zod'
import { findingSummary } from './findings.ts'
import { incidentSummary } from './incidents.ts'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { backlog, balance } from './status.ts'
import { count } from './words.ts'

/** One event of the live feed; its `event` field is its kind. */
export const liveEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('finding'),
    change: z.enum(['raised', 'evolved']),
    finding: findingSummary,
  }),
  z.strictObject({
    kind: z.literal('incident'),
    change: z.enum(['began', 'evolved']),
    incident: incidentSummary,
  }),
  z.strictObject({ kind: z.literal('mark'), epoch: count }),
  z.strictObject({ kind: z.literal('balance'), balance, backlog }),
])
export type LiveEvent = z.infer<typeof liveEvent>

export const getLive = route({
  id: 'getLive',
  method: 'GET',
  path: '/api/v1/live',
  summary:
    'Findings, incidents, marks and the balance as they happen, as server-sent events. A client that reads too slowly is let go; after a gap, ask the lists.',
  params: nothing,
  query: nothing,
  answers: 'stream',
  response: liveEvent,
})
