import { z } from 'zod'
import { nothing, whole } from './query-values.ts'
import { route } from './route.ts'
import { balance, learning } from './status.ts'
import {
  count,
  dataTypeChip,
  dataTypeFlow,
  operationRef,
  period,
  rate,
  severity,
  share,
  time,
  trafficBucket,
} from './words.ts'

/** Somebody who calls or is called. `caller`: calls only; `third-party`: not ours. */
export const streamNode = z.strictObject({
  name: z.string(),
  role: z.enum(['caller', 'service', 'store', 'third-party']),
  calls_per_second: rate.describe('Called, or for a caller calling.'),
  failing_share: share,
  findings: count.describe('Active findings.'),
})
export type StreamNode = z.infer<typeof streamNode>

/** Traffic between two of them. */
export const streamFlow = z.strictObject({
  source: z.string(),
  destination: z.string(),
  calls: count,
  calls_per_second: rate,
  failing_share: share,
  flagged: count.describe('Calls that raised a finding.'),
  bytes: z.number().min(0),
  data_types: z.array(dataTypeFlow).describe('Most calls first.'),
})
export type StreamFlow = z.infer<typeof streamFlow>

/** Something that was not there before; kinds differ in what they name. */
export const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('service'), at_ms: time, service: z.string(), calls: count }),
  z.strictObject({
    kind: z.literal('operation'),
    at_ms: time,
    operation: operationRef,
    calls: count,
  }),
  z.strictObject({
    kind: z.literal('edge'),
    at_ms: time,
    source: z.string(),
    service: z.string(),
    calls: count,
  }),
  z.strictObject({
    kind: z.literal('data-type'),
    at_ms: time,
    service: z.string(),
    data_type: dataTypeChip,
  }),
])
export type Change = z.infer<typeof change>

/** Something a person may have to act on. */
export const attention = z.strictObject({
  kind: z.enum(['incident', 'finding']),
  id: z.string(),
  severity,
  title: z.string(),
  detail: z.string(),
  actors: z.array(z.string()),
  services: z.array(z.string()),
  first_ms: time,
  last_ms: time,
})
export type Attention = z.infer<typeof attention>

export const overview = z.strictObject({
  ...period.shape,
  calls_per_second: rate
    .nullable()
    .describe('Since the first call of the period; null while the ledger cannot say.'),
  failing_share: share.nullable(),
  learning,
  balance,
  attention: z
    .array(attention)
    .describe('Incidents, then findings outside any; the gravest and newest first, 20 at most.'),
  attention_total: count,
  changed: z.array(change).describe('New in the period, newest first, 50 at most.'),
  changed_total: count,
  nodes: z.array(streamNode).nullable().describe('Null while the ledger cannot say.'),
  flows: z.array(streamFlow).nullable().describe('Null while the ledger cannot say.'),
  bucket_ms: z.number().int(),
  traffic: z
    .array(trafficBucket)
    .nullable()
    .describe(
      'Sixty buckets of the period, or of the time since the first call; null while the ledger cannot say.',
    ),
})
export type Overview = z.infer<typeof overview>

export const getOverview = route({
  id: 'getOverview',
  method: 'GET',
  path: '/api/v1/overview',
  summary: 'The stream from who calls to where data ends, what changed, and what needs attention.',
  params: nothing,
  query: z.strictObject({
    window_ms: whole(60_000, 7 * 86_400_000)
      .default(3_600_000)
      .describe('How far back to look.'),
  }),
  response: overview,
})
