import type { Learning } from '@weir/schema/api'
import { severityNames } from '@weir/schema/api'
import { type CatalogIndex, knownShare } from '../catalog-index.ts'
import type { Handler } from '../handler.ts'
import { done } from '../outcome.ts'
import { balanceView } from '../views/balance.ts'
import { activityOf } from '../views/finding.ts'
import { sensorStateOf } from '../views/sensor.ts'
import { watchedSeconds } from './watched-seconds.ts'

export function learningOf({ catalog: { operations } }: CatalogIndex): Learning {
  return {
    known_share: knownShare(operations),
    operations: operations.length,
    operations_known: operations.filter(({ state }) => state === 'known').length,
    calls: operations.reduce((sum, { calls }) => sum + calls, 0),
  }
}

const minuteMs = 60_000

export const getStatus: Handler<'getStatus'> = async (_asked, sources) => {
  const { hub, ledger, clock } = sources
  const now = clock.now()
  const index = sources.catalog()
  const minute = await ledger.tryAsk('traffic', {
    ...ledger.last(minuteMs),
    bucketMs: minuteMs,
    service: null,
  })
  const findings = sources.findings.list()
  const sensors = hub.sensors()
  const incidents = hub.incidents()
  const bySeverity = new Map(severityNames.map((severity) => [severity, 0]))
  for (const { finding } of findings) {
    bySeverity.set(finding.severity, (bySeverity.get(finding.severity) ?? 0) + 1)
  }
  const active = ({ lastMs }: { readonly lastMs: number }): boolean =>
    activityOf(lastMs, now) === 'active'
  return done({
    version: sources.version,
    environment: hub.environment,
    started_ms: hub.startedMs,
    now_ms: now,
    problems: hub.problems().map(({ part, what }) => ({ part, what })),
    balance: balanceView(hub.balance()),
    backlog: { bytes: hub.backlog().bytes, oldest_ms: hub.backlog().oldestMs },
    calls_per_second:
      minute === null
        ? null
        : minute.reduce((sum, { calls }) => sum + calls, 0) /
          watchedSeconds(sources, now - minuteMs),
    learning: learningOf(index),
    counts: {
      services: index.catalog.services.length,
      operations: index.operations.length,
      edges: index.edges.length,
      principals: index.principals.length,
      data_types: index.places.size,
      sensors: sensors.length,
      sensors_live: sensors.filter((one) => sensorStateOf(one, now) === 'live').length,
      findings: findings.length,
      findings_active: findings.filter(active).length,
      findings_by_severity: {
        low: bySeverity.get('low') ?? 0,
        medium: bySeverity.get('medium') ?? 0,
        high: bySeverity.get('high') ?? 0,
        critical: bySeverity.get('critical') ?? 0,
      },
      incidents: incidents.length,
      incidents_active: incidents.filter(active).length,
    },
  })
}
