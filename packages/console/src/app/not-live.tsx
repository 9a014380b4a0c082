import type { ReactElement } from 'react'
import { useLiveControl } from '../api/use-live.ts'
import { SeverityShape } from '../parts/severity.tsx'
import { useNow } from '../parts/when.tsx'
import { clockTime } from '../words/times.ts'

interface NotLiveProps {
  readonly lastMs: number
  readonly retryMs: number
}

/** The feed is gone; what is shown stays, and says from when it is. */
export function NotLive({ lastMs, retryMs }: NotLiveProps): ReactElement {
  const live = useLiveControl()
  const now = useNow(1_000)
  const seconds = Math.max(0, Math.ceil((retryMs - now) / 1_000))
  return (
    <div className="notice" role="status">
      <SeverityShape severity="medium" />
      <b>Not live</b>
      <span>
        since {clockTime(lastMs)}, {seconds > 0 ? `retrying in ${seconds} s` : 'retrying'}. What you
        see is from then.
      </span>
      <button type="button" className="btn s" onClick={() => live.retry()}>
        Try now
      </button>
    </div>
  )
}
