import type { Overview } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useMemo } from 'react'
import type { Lens } from '../../app/decode-search.ts'
import { marksOf } from '../../charts/hydrograph-marks.ts'
import { Hydrograph } from '../../charts/lazy-hydrograph.tsx'
import { StreamChart } from '../../charts/stream/stream-chart.tsx'
import { StreamLegend } from '../../charts/stream/stream-legend.tsx'
import { StreamTable } from '../../charts/stream/stream-table.tsx'
import { counted, perSecond } from '../../words/numbers.ts'
import { hourMinute } from '../../words/times.ts'

interface FlowingProps {
  readonly overview: Overview
  readonly lens: Lens
}

/** The stream, and how it went over time. */
export function Flowing({ overview, lens }: FlowingProps): ReactElement {
  const { nodes, flows, traffic, bucket_ms: bucketMs } = overview
  const marks = useMemo(() => marksOf(overview), [overview])
  if (nodes === null || flows === null || traffic === null) return <NoLedger />
  return (
    <section className="sheet" aria-label="What is flowing">
      <div className="stream">
        {flows.length === 0 ? (
          <p className="dim pad">
            No call in this time. Choose a longer one above, or wait: what flows now appears here.
          </p>
        ) : (
          <>
            <StreamLegend lens={lens} flagged={flows.some(({ flagged }) => flagged > 0)} />
            <StreamChart nodes={nodes} flows={flows} lens={lens} />
          </>
        )}
      </div>
      <div className="levels">
        <Hydrograph
          buckets={traffic}
          bucketMs={bucketMs}
          marks={marks}
          label={levelsLabel(overview)}
        />
      </div>
      {flows.length > 0 && (
        <details className="twin">
          <summary>The stream as a table</summary>
          <StreamTable flows={flows} />
        </details>
      )}
    </section>
  )
}

function levelsLabel({
  from_ms: from,
  to_ms: to,
  traffic,
  calls_per_second: rate,
}: Overview): string {
  const calls = (traffic ?? []).reduce((sum, bucket) => sum + bucket.calls, 0)
  const failures = (traffic ?? []).reduce((sum, bucket) => sum + bucket.failures, 0)
  return `Calls per second from ${hourMinute(from)} to ${hourMinute(to)}: ${counted(calls, 'call')}, ${counted(failures, 'failure')}, ${perSecond(rate ?? 0)} per second on average.`
}

/** The ledger is away; what is kept in memory stays on the page. */
function NoLedger(): ReactElement {
  return (
    <section className="sheet">
      <div className="trouble" role="status">
        <p>
          <b>The stream cannot be drawn just now</b>
        </p>
        <p className="two">
          The ledger does not answer and is being started again. Exchanges are taken and analysed as
          before; what it missed is written when it is back.
        </p>
      </div>
    </section>
  )
}
