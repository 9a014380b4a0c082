import { Link } from '@tanstack/react-router'
import type { FindingSummary } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { SeverityMark } from '../../parts/severity.tsx'
import { Ago, useNow } from '../../parts/when.tsx'

/** Findings at its service, newest first. */
export function LatestFindings({
  findings,
}: {
  readonly findings: readonly FindingSummary[]
}): ReactElement {
  const now = useNow()
  if (findings.length === 0) return <p className="dim">No finding at its service.</p>
  return (
    <section className="sheet">
      <ul className="rowlist at">
        {findings.map(({ id, severity, title, why, last_ms: last }) => (
          <li key={id}>
            <SeverityMark severity={severity} />
            <div className="cut">
              <Link
                to="/findings/$findingId"
                params={{ findingId: id }}
                className="rowlink"
                data-row
              >
                {title}
              </Link>
              <p className="cut">{why}</p>
            </div>
            <span className="small dim num">
              <Ago ms={last} now={now} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
