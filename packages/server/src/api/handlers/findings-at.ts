import type { FindingSummary } from '@weir/schema/api'
import type { Sources } from '../handler.ts'
import { activityOf, findingView } from '../views/finding.ts'

const mostLatest = 10

/** Active findings by service. */
export function findingsAt({ findings, clock }: Sources): ReadonlyMap<string, number> {
  const now = clock.now()
  const counts = new Map<string, number>()
  for (const { finding, lastMs } of findings.list()) {
    // The list is in order: everything after the first quiet one is quiet.
    if (activityOf(lastMs, now) === 'quiet') break
    counts.set(finding.service, (counts.get(finding.service) ?? 0) + 1)
  }
  return counts
}

/** Newest first. */
export function latestFindingsAt({ findings, clock }: Sources, service: string): FindingSummary[] {
  const latest: FindingSummary[] = []
  for (const { finding } of findings.list()) {
    if (finding.service !== service) continue
    latest.push(findingView(finding, findings.incidentOf(finding.id), clock.now()))
    if (latest.length === mostLatest) break
  }
  return latest
}
