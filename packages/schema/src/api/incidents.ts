import { z } from 'zod'
import { call } from './calls.ts'
import { name, nothing, paging, words } from './query-values.ts'
import { route } from './route.ts'
import {
  activity,
  activityNames,
  count,
  dataTypeChip,
  operationRef,
  pageOf,
  severity,
  severityNames,
  share,
  time,
} from './words.ts'

export const incidentSummary = z.strictObject({
  id: z.string(),
  title: z.string().describe('Title of its gravest finding.'),
  detail: z.string().describe('Why the chain holds together, in one sentence.'),
  severity,
  state: activity,
  findings: count,
  trackers: z.array(z.string()),
  actors: z.array(z.string()),
  services: z.array(z.string()),
  first_ms: time,
  last_ms: time,
})
export type IncidentSummary = z.infer<typeof incidentSummary>

export const incidentPage = pageOf(incidentSummary)
export type IncidentPage = z.infer<typeof incidentPage>

/** One finding of the chain, in the order it happened. */
export const incidentStep = z.strictObject({
  number: z.number().int().min(1),
  at_ms: time,
  offset_ms: z.number().min(0).describe('Time since the first step.'),
  finding: z.string(),
  tracker: z.string(),
  title: z.string(),
  severity,
  score: share,
  why: z.string(),
  actor: z.string(),
  service: z.string(),
  count,
  call: call
    .nullable()
    .describe('The first exchange that raised it; null while the ledger lacks it.'),
})
export type IncidentStep = z.infer<typeof incidentStep>

/** What one of its actors did at one service while it lasted. */
export const incidentFlow = z.strictObject({
  actor: z.string(),
  service: z.string(),
  calls: count,
  failures: count,
  response_bytes: z.number().min(0),
  data_types: z.array(dataTypeChip),
  first_ms: time,
  last_ms: time,
})
export type IncidentFlow = z.infer<typeof incidentFlow>

/** A number of the incident against what is normal for the operation. */
export const incidentGauge = z.strictObject({
  measure: z.enum(['response-bytes', 'calls']),
  unit: z.enum(['bytes', 'calls']),
  actor: z.string(),
  operation: operationRef,
  seen: z.number().min(0),
  usual: z.number().min(0).describe('99th percentile of what was learned.'),
  learned_calls: count,
})
export type IncidentGauge = z.infer<typeof incidentGauge>

export const incident = z.strictObject({
  ...incidentSummary.shape,
  maps: z.array(z.string()),
  story: z.array(z.string()),
  timeline: z.array(incidentStep),
  flows: z.array(incidentFlow),
  normal: z.array(incidentGauge),
  todo: z.array(z.strictObject({ tracker: z.string(), title: z.string(), todo: z.string() })),
})
export type Incident = z.infer<typeof incident>

export const listIncidents = route({
  id: 'listIncidents',
  method: 'GET',
  path: '/api/v1/incidents',
  summary: 'Incidents, newest first.',
  params: nothing,
  query: z.strictObject({
    ...paging,
    severity: words(severityNames).optional(),
    state: words(activityNames).optional(),
    actor: name.optional(),
    service: name.optional(),
  }),
  response: incidentPage,
})

export const getIncident = route({
  id: 'getIncident',
  method: 'GET',
  path: '/api/v1/incidents/{incident_id}',
  summary: 'One incident: what happened in order, to what, against what is normal, and what to do.',
  params: z.strictObject({ incident_id: name }),
  query: nothing,
  response: incident,
})
