import { z } from 'zod'
import { name, nothing, paging, search } from './query-values.ts'
import { route } from './route.ts'
import { count, dataTypeFlow, pageOf, share, time } from './words.ts'

/** Who calls which service, since learning began. */
export const edge = z.strictObject({
  source: z.string(),
  service: z.string(),
  calls: count,
  failures: count,
  failing_share: share,
  data_types: z
    .array(dataTypeFlow)
    .describe('Over the last 24 hours; empty while the ledger cannot say.'),
  first_ms: time,
  last_ms: time,
})
export type Edge = z.infer<typeof edge>

export const edgePage = pageOf(edge)
export type EdgePage = z.infer<typeof edgePage>

export const listEdges = route({
  id: 'listEdges',
  method: 'GET',
  path: '/api/v1/edges',
  summary: 'Who calls which service, most calls first.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    source: name.optional(),
    service: name.optional(),
    q: search,
  }),
  response: edgePage,
})
