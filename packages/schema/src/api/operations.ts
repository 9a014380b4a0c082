import { z } from 'zod'
import { findingSummary } from './findings.ts'
import { instant, name, nothing, paging, search, words } from './query-values.ts'
import { route } from './route.ts'
import {
  authentication,
  category,
  categoryNames,
  count,
  dataTypeChip,
  fieldLocation,
  operationId,
  operationRef,
  operationState,
  pageOf,
  posture,
  postureNames,
  share,
  time,
  trafficBucket,
} from './words.ts'

export const operationSummary = z.strictObject({
  ...operationRef.shape,
  calls: count,
  failing_share: share,
  actors: count,
  authentication,
  state: operationState,
  unseen: share.describe('Chance that the next call looks like none before.'),
  data_types: z.array(dataTypeChip),
  posture: z.array(posture).describe('What to look after, whether or not anybody misuses it.'),
  findings: count.describe('Active findings at its service.'),
  first_ms: time,
  last_ms: time,
})
export type OperationSummary = z.infer<typeof operationSummary>

export const operationPage = pageOf(operationSummary)
export type OperationPage = z.infer<typeof operationPage>

/** A segment of the path that is a parameter, and why. */
export const operationParameter = z.strictObject({
  name: z.string(),
  segment: count,
  shape: z.string().describe('`integer`, `number`, `uuid`, `date`, `email` or `string`.'),
  reason: z.string().describe('The evidence in a sentence.'),
  corrected: z.boolean().describe('A person said so, or gave it its name.'),
  evidence: z
    .strictObject({
      shapes: z.array(z.strictObject({ shape: z.string(), share })),
      distinct: count.describe('Different values, about.'),
      calls: count,
      evenness: share
        .nullable()
        .describe('How evenly calls spread over values; null where one value is known.'),
      agreement: share.describe(
        'Share of what is done with values that is done with most of them.',
      ),
      actors: count.describe('Different actors, about.'),
      word_like: z
        .array(z.string())
        .describe('Values that look like words and that several actors use: they may be words.'),
    })
    .describe('What tells that this is a parameter.'),
})
export type OperationParameter = z.infer<typeof operationParameter>

/** One field and what it has carried. */
export const field = z.strictObject({
  in: fieldLocation,
  path: z.string(),
  presence: share.describe('Share of the calls it stood in.'),
  types: z.array(z.enum(['string', 'integer', 'number', 'boolean', 'null'])),
  format: z.enum(['date', 'date-time', 'time', 'uuid', 'uri', 'email', 'ipv4', 'ipv6']).nullable(),
  enumeration: z.array(z.string()).nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  min_length: count.nullable(),
  max_length: count.nullable(),
  distinct: count.describe('Estimated number of distinct values.'),
  data_types: z.array(z.strictObject({ type: z.string(), category, confidence: share })),
  masked: z
    .boolean()
    .describe('True where range and values are left out, because they would be somebody’s data.'),
})
export type Field = z.infer<typeof field>

export const caller = z.strictObject({
  source: z.string(),
  calls: count,
  share,
  failing_share: share,
  actors: count,
  last_ms: time,
})
export type Caller = z.infer<typeof caller>

export const operation = z.strictObject({
  ...operationSummary.shape,
  success: count,
  failure: count,
  unknown: count,
  statuses: z.record(z.string(), count),
  actions: z.record(z.string(), count),
  response_bytes: z.strictObject({ p50: z.number().nullable(), p99: z.number().nullable() }),
  calls_per_window_p99: z
    .number()
    .nullable()
    .describe('99th percentile of calls one actor makes in a window.'),
  duration_ms: z
    .strictObject({
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      p99: z.number().nullable(),
    })
    .nullable()
    .describe('Over the last 7 days; null while the ledger cannot say.'),
  parameters: z.array(operationParameter),
  fields: z.array(field),
  callers: z
    .array(caller)
    .nullable()
    .describe('Over the last 7 days, most calls first; null while the ledger cannot say.'),
  traffic: z
    .array(trafficBucket)
    .nullable()
    .describe(
      'Calls of its service over the last 24 hours by hour; null while the ledger cannot say.',
    ),
  latest_findings: z.array(findingSummary).describe('Findings at its service, newest first.'),
})
export type Operation = z.infer<typeof operation>

export const listOperations = route({
  id: 'listOperations',
  method: 'GET',
  path: '/api/v1/operations',
  summary: 'Operations by service and template.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    service: name.optional(),
    method: z.string().min(1).max(32).optional(),
    state: words(['learning', 'known']).optional(),
    authentication: words(['always', 'mixed', 'never']).optional(),
    data_type: name.optional(),
    posture: words(postureNames).optional(),
    category: words(categoryNames).optional(),
    since_ms: instant.optional().describe('Only those that were first seen then or later.'),
    q: search,
  }),
  response: operationPage,
})

export const getOperation = route({
  id: 'getOperation',
  method: 'GET',
  path: '/api/v1/operations/{operation_id}',
  summary:
    'One operation: fields with domains and data types, callers, why segments are parameters.',
  params: z.strictObject({ operation_id: operationId }),
  query: nothing,
  response: operation,
})
