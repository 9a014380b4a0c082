import type { Finding } from '@weir/engine'
import type { Activity, FindingSummary } from '@weir/schema/api'

export const activeMs = 3_600_000

export function activityOf(lastMs: number, nowMs: number): Activity {
  return lastMs > nowMs - activeMs ? 'active' : 'quiet'
}

export function findingView(
  finding: Finding,
  incident: string | null,
  nowMs: number,
): FindingSummary {
  const { id, tracker, title, severity, score, actor, service, why, todo, count } = finding
  return {
    id,
    tracker,
    title,
    severity,
    state: activityOf(finding.lastMs, nowMs),
    score,
    actor,
    service,
    why,
    todo,
    count,
    incident,
    first_ms: Math.max(0, finding.firstMs),
    last_ms: Math.max(0, finding.lastMs),
  }
}
