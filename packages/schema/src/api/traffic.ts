import { z } from 'zod'
import { instant, name, nothing, whole } from './query-values.ts'
import { route } from './route.ts'
import { period, trafficBucket } from './words.ts'

export const mostBuckets = 1_000

export const traffic = z.strictObject({
  ...period.shape,
  bucket_ms: z.number().int(),
  service: z.string().nullable(),
  buckets: z.array(trafficBucket).describe('Every bucket of the period, also those without calls.'),
})
export type Traffic = z.infer<typeof traffic>

export const getTraffic = route({
  id: 'getTraffic',
  method: 'GET',
  path: '/api/v1/traffic',
  summary: `Calls over time, of all services or of one; ${mostBuckets} buckets at most.`,
  params: nothing,
  query: z.strictObject({
    service: name.optional(),
    from_ms: instant.optional().describe('An hour before the end by default.'),
    to_ms: instant.optional().describe('Now by default.'),
    bucket_ms: whole(1_000, 86_400_000).default(60_000),
  }),
  response: traffic,
})
