import { z } from 'zod'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { count } from './words.ts'

export const tracker = z.strictObject({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  maps: z.array(z.string()).describe('OWASP API Security Top 10 and MITRE ATT&CK ids.'),
  key: z.string().describe('What its state is kept under.'),
  state_bytes: count,
  todo: z.string(),
  findings: count,
  findings_active: count,
})
export type Tracker = z.infer<typeof tracker>

export const trackerList = z.strictObject({ items: z.array(tracker) })
export type TrackerList = z.infer<typeof trackerList>

export const listTrackers = route({
  id: 'listTrackers',
  method: 'GET',
  path: '/api/v1/trackers',
  summary: 'Dynamic API Risk Trackers of this release, and what they found.',
  params: nothing,
  query: nothing,
  response: trackerList,
})
