import { z } from 'zod'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { count, rate, severityNames, share, time } from './words.ts'

/** received = analysed + dropped + held, in exchanges. */
export const balance = z.strictObject({
  received: count,
  analysed: count,
  dropped: count,
  held: count,
  dropped_by: z.record(z.string(), count).describe('Dropped exchanges by reason.'),
})
export type Balance = z.infer<typeof balance>

export const backlog = z.strictObject({
  bytes: z.number().min(0),
  oldest_ms: z
    .number()
    .min(0)
    .describe('How long the oldest exchange has waited, in milliseconds.'),
})
export type Backlog = z.infer<typeof backlog>

/** How much of the traffic is known. */
export const learning = z.strictObject({
  known_share: share
    .nullable()
    .describe(
      '1 − the chance that the next call looks like none before, weighted by calls; null without calls.',
    ),
  operations: count,
  operations_known: count.describe('Operations known well enough to hold traffic against.'),
  calls: count,
})
export type Learning = z.infer<typeof learning>

export const status = z.strictObject({
  version: z.string(),
  environment: z.string(),
  started_ms: time,
  now_ms: time,
  problems: z.array(
    z.strictObject({ part: z.enum(['spool', 'ledger', 'analysis']), what: z.string() }),
  ),
  balance,
  backlog,
  calls_per_second: rate
    .nullable()
    .describe('Over the last minute; null while the ledger cannot say.'),
  learning,
  counts: z.strictObject({
    services: count,
    operations: count,
    edges: count,
    principals: count,
    data_types: count,
    sensors: count,
    sensors_live: count,
    findings: count,
    findings_active: count,
    findings_by_severity: z.record(z.enum(severityNames), count),
    incidents: count,
    incidents_active: count,
  }),
})
export type Status = z.infer<typeof status>

export const getStatus = route({
  id: 'getStatus',
  method: 'GET',
  path: '/api/v1/status',
  summary: 'How Weir is and what it has seen, in numbers.',
  params: nothing,
  query: nothing,
  response: status,
})
