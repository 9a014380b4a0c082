import { trackers } from '@weir/engine'
import type { Handler } from '../handler.ts'
import { done } from '../outcome.ts'
import { activityOf } from '../views/finding.ts'

export const listTrackers: Handler<'listTrackers'> = (_asked, { findings, clock }) => {
  const now = clock.now()
  const counts = new Map<string, { all: number; active: number }>()
  for (const { finding, lastMs } of findings.list()) {
    const count = counts.get(finding.tracker) ?? { all: 0, active: 0 }
    count.all += 1
    if (activityOf(lastMs, now) === 'active') count.active += 1
    counts.set(finding.tracker, count)
  }
  return done({
    items: trackers.map((tracker) => ({
      id: tracker.id,
      title: tracker.title,
      summary: tracker.summary,
      maps: [...tracker.maps],
      key: tracker.key,
      state_bytes: tracker.stateBytes,
      todo: tracker.todo,
      findings: counts.get(tracker.id)?.all ?? 0,
      findings_active: counts.get(tracker.id)?.active ?? 0,
    })),
  })
}
