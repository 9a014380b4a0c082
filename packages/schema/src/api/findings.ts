import { z } from 'zod'
import { call } from './calls.ts'
import { instant, name, nothing, paging, search, words } from './query-values.ts'
import { route } from './route.ts'
import {
  activity,
  activityNames,
  count,
  pageOf,
  severity,
  severityNames,
  share,
  time,
} from './words.ts'

export const findingSummary = z.strictObject({
  id: z.string(),
  tracker: z.string(),
  title: z.string(),
  severity,
  state: activity,
  score: share,
  actor: z.string(),
  service: z.string(),
  why: z.string().describe('The evidence in one sentence, values masked.'),
  todo: z.string(),
  count: count.describe('Exchanges that raised it.'),
  incident: z.string().nullable(),
  first_ms: time,
  last_ms: time,
})
export type FindingSummary = z.infer<typeof findingSummary>

export const findingPage = pageOf(findingSummary)
export type FindingPage = z.infer<typeof findingPage>

export const finding = z.strictObject({
  ...findingSummary.shape,
  tracker_title: z.string(),
  maps: z.array(z.string()).describe('OWASP API Security Top 10 and MITRE ATT&CK ids.'),
  evidence: z.array(call).describe('The first exchanges that raised it, oldest first.'),
  evidence_missing: count.describe(
    'Exchanges the ledger does not have: not yet written, or expired.',
  ),
  history: z
    .array(z.strictObject({ last_ms: time, severity, score: share, count }))
    .describe('How it evolved, newest first.'),
})
export type Finding = z.infer<typeof finding>

export const listFindings = route({
  id: 'listFindings',
  method: 'GET',
  path: '/api/v1/findings',
  summary: 'Findings, newest first.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    severity: words(severityNames).optional(),
    state: words(activityNames).optional(),
    tracker: name.optional(),
    service: name.optional(),
    actor: name.optional(),
    incident: name.optional(),
    since_ms: instant.optional().describe('Only those whose newest exchange is not older.'),
    q: search,
  }),
  response: findingPage,
})

export const getFinding = route({
  id: 'getFinding',
  method: 'GET',
  path: '/api/v1/findings/{finding_id}',
  summary: 'One finding with its evidence.',
  params: z.strictObject({ finding_id: name }),
  query: nothing,
  response: finding,
})
