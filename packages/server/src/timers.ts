import type { Settings } from './config/settings.ts'
import type { Inbox } from './ingest/inbox.ts'
import type { SnapshotKeeper } from './snapshot/keeper.ts'
import { systemClock } from './stores/clock.ts'
import type { Ledger } from './stores/ledger.ts'
import { keepRetention } from './stores/retention.ts'
import type { Report } from './telemetry/report.ts'
import { WeirError } from './weir-error.ts'

export interface TimedParts {
  readonly inbox: Inbox
  readonly keeper: SnapshotKeeper
  readonly ledger: Ledger
  readonly report: Report
}

/** Marks, snapshots and retention by the clock, until the returned function is called. */
export function runTimers(
  { inbox, keeper, ledger, report }: TimedParts,
  { analysis, retention }: Settings,
): () => void {
  const mark = markOnce(inbox, report)
  const stops = [
    systemClock.every(analysis.mark_ms, () => {
      void mark()
      if (keeper.isUrgent()) void keeper.keep()
    }),
    systemClock.every(analysis.snapshot_ms, () => void keeper.keep()),
  ]
  const expiry = keepRetention(ledger, retention, systemClock)
  return () => {
    expiry.stop()
    for (const stop of stops) stop()
  }
}

function markOnce(inbox: Inbox, report: Report): () => Promise<void> {
  let marking = false
  return async () => {
    if (marking || !inbox.isMarkDue()) return
    marking = true
    await appendMark(inbox, report)
    marking = false
  }
}

/** Puts a mark in line, whether or not one is due. */
export async function appendMark(inbox: Inbox, report: Report): Promise<void> {
  try {
    await inbox.append({ kind: 'mark', arrivalMs: Date.now() }, [])
  } catch (error) {
    // The disk is full or failed; `problems()` says so, and the mark comes with the next tick.
    if (!(error instanceof WeirError)) report.fault('spool', error)
  }
}
