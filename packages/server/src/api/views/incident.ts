import type { Finding, Incident, Severity } from '@weir/engine'
import type { IncidentSummary } from '@weir/schema/api'
import { activityOf } from './finding.ts'

const ranks: Readonly<Record<Severity, number>> = { low: 0, medium: 1, high: 2, critical: 3 }

export function bySeverity(left: Severity, right: Severity): number {
  return ranks[right] - ranks[left]
}

/** Its findings in the order they happened; those the centre no longer has are left out. */
export function findingsOf(
  incident: Incident,
  finding: (id: string) => Finding | null,
): readonly Finding[] {
  return incident.findings
    .flatMap((id) => finding(id) ?? [])
    .sort((left, right) => left.firstMs - right.firstMs || (left.id < right.id ? -1 : 1))
}

export function incidentView(
  incident: Incident,
  findings: readonly Finding[],
  nowMs: number,
): IncidentSummary {
  const gravest = [...findings].sort(
    (left, right) => bySeverity(left.severity, right.severity) || right.lastMs - left.lastMs,
  )[0]
  return {
    id: incident.id,
    title: gravest?.title ?? 'An incident whose findings are no longer kept',
    detail: incident.story.at(-1) ?? gravest?.why ?? '',
    severity: incident.severity,
    state: activityOf(incident.lastMs, nowMs),
    findings: incident.findings.length,
    trackers: [...incident.trackers],
    actors: [...incident.actors],
    services: [...new Set(findings.map(({ service }) => service))],
    first_ms: Math.max(0, incident.firstMs),
    last_ms: Math.max(0, incident.lastMs),
  }
}
