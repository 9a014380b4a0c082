import { z } from 'zod'
import { edge } from './edges.ts'
import { findingSummary } from './findings.ts'
import { operationSummary } from './operations.ts'
import { name, nothing, paging, search, words } from './query-values.ts'
import { route } from './route.ts'
import { count, dataTypeChip, pageOf, placement, share, time, trafficBucket } from './words.ts'

export const serviceSummary = z.strictObject({
  name: z.string(),
  placement,
  exchanges: count,
  operations: count,
  known_share: share.nullable().describe('1 − the chance of an unseen call; null without calls.'),
  data_types: z.array(dataTypeChip),
  callers: count,
  findings: count.describe('Active findings.'),
  spec: z
    .strictObject({ shadow: count, zombie: count, orphan: count, differences: count })
    .nullable()
    .describe('Differences from the document of the service; null where there is none.'),
  first_ms: time,
  last_ms: time,
})
export type ServiceSummary = z.infer<typeof serviceSummary>

export const servicePage = pageOf(serviceSummary)
export type ServicePage = z.infer<typeof servicePage>

export const service = z.strictObject({
  ...serviceSummary.shape,
  addresses: z.array(z.string()),
  busiest: z.array(operationSummary).describe('Its operations, most calls first, 20 at most.'),
  called_by: z.array(edge),
  calls_to: z.array(edge),
  traffic: z
    .array(trafficBucket)
    .nullable()
    .describe('The last 24 hours by hour; null while the ledger cannot say.'),
  latest_findings: z.array(findingSummary),
})
export type Service = z.infer<typeof service>

export const listServices = route({
  id: 'listServices',
  method: 'GET',
  path: '/api/v1/services',
  summary: 'Services, most exchanges first.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    placement: words(['internal', 'external', 'unknown']).optional(),
    q: search,
  }),
  response: servicePage,
})

export const getService = route({
  id: 'getService',
  method: 'GET',
  path: '/api/v1/services/{service_name}',
  summary: 'One service with what it does, who calls it and whom it calls.',
  params: z.strictObject({ service_name: name }),
  query: nothing,
  response: service,
})
