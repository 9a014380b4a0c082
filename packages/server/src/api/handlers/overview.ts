import type { Attention, Overview } from '@weir/schema/api'
import type { Handler, Sources } from '../handler.ts'
import { done } from '../outcome.ts'
import { balanceView } from '../views/balance.ts'
import { activityOf } from '../views/finding.ts'
import { bySeverity, findingsOf, incidentView } from '../views/incident.ts'
import { trafficView } from '../views/traffic.ts'
import { changesOf } from './changes.ts'
import { learningOf } from './status.ts'
import { streamOf } from './stream.ts'
import { watchedSeconds } from './watched-seconds.ts'

const mostAttention = 20
const mostChanges = 50
/** Readings on the hydrograph. */
const buckets = 60

export const getOverview: Handler<'getOverview'> = async ({ query }, sources) => {
  const { hub, ledger } = sources
  const now = ledger.now()
  // Time before the first call has nothing to show, and would hide what little there is.
  const seconds = watchedSeconds(sources, Math.max(0, now - query.window_ms))
  const bucketMs = bucketFor(Math.min(query.window_ms, seconds * 1_000))
  const toMs = Math.ceil(now / bucketMs) * bucketMs
  const fromMs = Math.max(0, toMs - query.window_ms)
  const watchedMs = Math.max(fromMs, toMs - buckets * bucketMs)
  const [traffic, stream, changes] = await Promise.all([
    ledger.tryAsk('traffic', { fromMs, toMs, bucketMs, service: null }),
    streamOf(sources, { fromMs, toMs, seconds }),
    changesOf(sources, fromMs, toMs),
  ])
  const attention = attentionOf(sources)
  return done({
    from_ms: fromMs,
    to_ms: toMs,
    ...ratesOf(traffic, seconds),
    learning: learningOf(sources.catalog()),
    balance: balanceView(hub.balance()),
    attention: attention.slice(0, mostAttention),
    attention_total: attention.length,
    changed: changes.slice(0, mostChanges),
    changed_total: changes.length,
    nodes: stream?.nodes ?? null,
    flows: stream?.flows ?? null,
    bucket_ms: bucketMs,
    traffic: traffic === null ? null : trafficView(traffic, watchedMs, toMs, bucketMs),
  })
}

/** Whole seconds, so that a bucket means the same in every answer. */
function bucketFor(spanMs: number): number {
  return Math.max(1_000, Math.ceil(spanMs / buckets / 1_000) * 1_000)
}

function ratesOf(
  traffic: readonly { readonly calls: number; readonly failures: number }[] | null,
  seconds: number,
): Pick<Overview, 'calls_per_second' | 'failing_share'> {
  if (traffic === null) return { calls_per_second: null, failing_share: null }
  const calls = traffic.reduce((sum, bucket) => sum + bucket.calls, 0)
  const failures = traffic.reduce((sum, bucket) => sum + bucket.failures, 0)
  return {
    calls_per_second: calls / seconds,
    failing_share: calls === 0 ? null : failures / calls,
  }
}

/** Active incidents, then active findings of medium severity or more outside any incident. */
function attentionOf({ hub, findings, clock }: Sources): readonly Attention[] {
  const now = clock.now()
  const incidents = hub
    .incidents()
    .filter(({ lastMs }) => activityOf(lastMs, now) === 'active')
    .map((incident): Attention => {
      const view = incidentView(
        incident,
        findingsOf(incident, (id) => hub.finding(id)),
        now,
      )
      const { id, severity, title, detail, actors, services, first_ms, last_ms } = view
      return { kind: 'incident', id, severity, title, detail, actors, services, first_ms, last_ms }
    })
  const alone: Attention[] = []
  for (const { finding, lastMs } of findings.list()) {
    if (activityOf(lastMs, now) === 'quiet') break
    const { id, severity, title, why, actor, service, firstMs } = finding
    if (severity === 'low' || findings.incidentOf(id) !== null) continue
    alone.push({
      kind: 'finding',
      id,
      severity,
      title,
      detail: why,
      actors: [actor],
      services: [service],
      first_ms: Math.max(0, firstMs),
      last_ms: Math.max(0, lastMs),
    })
  }
  return [...incidents.sort(gravest), ...alone.sort(gravest)]
}

function gravest(left: Attention, right: Attention): number {
  return bySeverity(left.severity, right.severity) || right.last_ms - left.last_ms
}
