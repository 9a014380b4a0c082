import { trackers } from '@weir/engine'
import type { IndexedFinding } from '../findings-index.ts'
import { newestFirst } from '../findings-index.ts'
import type { Handler } from '../handler.ts'
import type { Asked } from '../decode-request.ts'
import { done, refused } from '../outcome.ts'
import { answerPage } from '../paging.ts'
import { callView } from '../views/call.ts'
import { activityOf, findingView } from '../views/finding.ts'

const trackersById = new Map(trackers.map((tracker) => [tracker.id, tracker]))

/** Null where the tracker is none of this release. */
export function trackerOf(id: string): (typeof trackers)[number] | null {
  return trackersById.get(id) ?? null
}

export const listFindings: Handler<'listFindings'> = ({ query }, { findings, clock }) => {
  const now = clock.now()
  return answerPage(findings.list(), {
    order: newestFirst,
    form: ['number', 'string'],
    asked: query,
    passes: filterOf(query, (id) => findings.incidentOf(id), now),
    view: ({ finding }) => findingView(finding, findings.incidentOf(finding.id), now),
  })
}

function filterOf(
  query: Asked<'listFindings'>['query'],
  incidentOf: (finding: string) => string | null,
  now: number,
): (one: IndexedFinding) => boolean {
  const { severity, state, tracker, service, actor, incident, since_ms: since } = query
  const text = query.q?.toLowerCase()
  const tests: ((one: IndexedFinding) => boolean)[] = []
  if (severity !== undefined) tests.push(({ finding }) => severity.includes(finding.severity))
  if (state !== undefined) tests.push(({ lastMs }) => state.includes(activityOf(lastMs, now)))
  if (tracker !== undefined) tests.push(({ finding }) => finding.tracker === tracker)
  if (service !== undefined) tests.push(({ finding }) => finding.service === service)
  if (actor !== undefined) tests.push(({ finding }) => finding.actor === actor)
  if (since !== undefined) tests.push(({ lastMs }) => lastMs >= since)
  if (incident !== undefined) tests.push(({ finding }) => incidentOf(finding.id) === incident)
  if (text !== undefined) tests.push((one) => one.text.includes(text))
  return (one) => tests.every((test) => test(one))
}

const mostVersions = 50

export const getFinding: Handler<'getFinding'> = async ({ params }, sources) => {
  const { hub, ledger, findings, clock, types } = sources
  const finding = hub.finding(params.finding_id)
  if (finding === null) return refused('NOT_FOUND', 'There is no finding with this id.')
  const tracker = trackerOf(finding.tracker)
  const seqs = [...finding.evidence]
  const [rows, versions] = await Promise.all([
    ledger.tryAsk('calls-by-seq', { seqs }),
    ledger.tryAsk('finding-versions', { id: finding.id, limit: mostVersions }),
  ])
  return done({
    ...findingView(finding, findings.incidentOf(finding.id), clock.now()),
    tracker_title: tracker?.title ?? finding.tracker,
    maps: [...(tracker?.maps ?? [])],
    evidence: (rows ?? []).map((row) => callView(row, types())),
    evidence_missing: Math.max(0, seqs.length - (rows?.length ?? 0)),
    history: (versions ?? []).map(({ value: { lastMs, severity, score, count } }) => ({
      last_ms: Math.max(0, lastMs),
      severity,
      score,
      count,
    })),
  })
}
