import type { Finding, Incident } from '@weir/engine'
import type { Incident as IncidentAnswer, IncidentStep } from '@weir/schema/api'
import type { CallRow } from '../../stores/ledger.ts'
import type { Handler } from '../handler.ts'
import { inOrder, type Order } from '../keyset.ts'
import { done, refused } from '../outcome.ts'
import { answerPage } from '../paging.ts'
import { callView } from '../views/call.ts'
import { type DataTypeBook, directedType } from '../views/data-type.ts'
import { activityOf } from '../views/finding.ts'
import { findingsOf, incidentView } from '../views/incident.ts'
import { trackerOf } from './findings.ts'
import { gaugesOf } from './incident-gauges.ts'

const mostFlows = 200
const mostActors = 100

const newestFirst: Order<Incident> = {
  keyOf: ({ lastMs, id }) => [lastMs, id],
  directions: ['down', 'up'],
}

export const listIncidents: Handler<'listIncidents'> = ({ query }, { hub, clock }) => {
  const now = clock.now()
  const { severity, state, actor, service } = query
  const finding = (id: string): Finding | null => hub.finding(id)
  return answerPage(inOrder(hub.incidents(), newestFirst), {
    order: newestFirst,
    form: ['number', 'string'],
    asked: query,
    passes: (one) =>
      (severity === undefined || severity.includes(one.severity)) &&
      (state === undefined || state.includes(activityOf(one.lastMs, now))) &&
      (actor === undefined || one.actors.includes(actor)) &&
      (service === undefined ||
        findingsOf(one, finding).some((found) => found.service === service)),
    view: (one) => incidentView(one, findingsOf(one, finding), now),
  })
}

export const getIncident: Handler<'getIncident'> = async ({ params }, sources) => {
  const { hub, ledger, clock } = sources
  const types = sources.types()
  const incident = hub.incident(params.incident_id)
  if (incident === null) return refused('NOT_FOUND', 'There is no incident with this id.')
  const findings = findingsOf(incident, (id) => hub.finding(id))
  const seqs = [...new Set(findings.flatMap(({ evidence }) => evidence.slice(0, 1)))]
  const [rows, flows] = await Promise.all([
    ledger.tryAsk('calls-by-seq', { seqs }),
    ledger.tryAsk('actor-flow', {
      actors: incident.actors.slice(0, mostActors),
      fromMs: incident.firstMs,
      toMs: incident.lastMs + 1,
      limit: mostFlows,
    }),
  ])
  const calls = new Map((rows ?? []).map((row) => [row.seq, row]))
  const trackers = [...new Set(findings.map(({ tracker }) => tracker))]
  return done({
    ...incidentView(incident, findings, clock.now()),
    maps: [...new Set(trackers.flatMap((id) => trackerOf(id)?.maps ?? []))],
    story: [...incident.story],
    timeline: timelineOf(findings, calls, types),
    flows: (flows ?? []).map((flow) => ({
      actor: flow.actor,
      service: flow.service,
      calls: flow.calls,
      failures: flow.failures,
      response_bytes: Math.max(0, flow.responseBytes),
      data_types: types.chips(flow.dataTypes.map((text) => directedType(text).type)),
      first_ms: Math.max(0, flow.firstMs),
      last_ms: Math.max(0, flow.lastMs),
    })),
    normal: await gaugesOf(incident, [...calls.values()], sources),
    todo: todoOf(findings),
  })
}

function timelineOf(
  findings: readonly Finding[],
  calls: ReadonlyMap<number, CallRow>,
  types: DataTypeBook,
): IncidentStep[] {
  const startMs = findings[0]?.firstMs ?? 0
  return findings.map((finding, index) => {
    const call = calls.get(finding.evidence[0] ?? -1)
    return {
      number: index + 1,
      at_ms: Math.max(0, finding.firstMs),
      offset_ms: finding.firstMs - startMs,
      finding: finding.id,
      tracker: finding.tracker,
      title: finding.title,
      severity: finding.severity,
      score: finding.score,
      why: finding.why,
      actor: finding.actor,
      service: finding.service,
      count: finding.count,
      call: call === undefined ? null : callView(call, types),
    }
  })
}

/** What to do, once per tracker, in the order things happened. */
function todoOf(findings: readonly Finding[]): IncidentAnswer['todo'] {
  const todo = new Map<string, IncidentAnswer['todo'][number]>()
  for (const { tracker, title, todo: what } of findings) {
    if (!todo.has(tracker)) {
      todo.set(tracker, { tracker, title: trackerOf(tracker)?.title ?? title, todo: what })
    }
  }
  return [...todo.values()]
}
