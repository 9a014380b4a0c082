import { Link } from '@tanstack/react-router'
import type { FindingSummary } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Actor } from '../../parts/actor.tsx'
import { LongTable } from '../../parts/long-table.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { grouped } from '../../words/numbers.ts'

interface FindingsTableProps {
  readonly items: readonly FindingSummary[]
  readonly total: number
  readonly more: (() => void) | null
}

export const findingRowHeight = 46

const head = (
  <tr>
    <th scope="col" className="c-sev">
      Severity
    </th>
    <th scope="col">What happened</th>
    <th scope="col" className="c-name">
      Actor
    </th>
    <th scope="col" className="c-name">
      Service
    </th>
    <th scope="col" className="c-name hide-n">
      Tracker
    </th>
    <th scope="col" className="num c-n">
      Exchanges
    </th>
    <th scope="col" className="num c-n">
      Last
    </th>
  </tr>
)

export function FindingsTable({ items, total, more }: FindingsTableProps): ReactElement {
  const now = useNow()
  return (
    <LongTable
      label="Findings"
      head={head}
      columns={7}
      items={items}
      total={total}
      rowHeight={findingRowHeight}
      more={more}
      row={(finding) => <FindingRow key={finding.id} finding={finding} now={now} />}
    />
  )
}

interface FindingRowProps {
  readonly finding: FindingSummary
  readonly now: number
}

function FindingRow({ finding, now }: FindingRowProps): ReactElement {
  const {
    id,
    severity,
    title,
    why,
    actor,
    service,
    tracker,
    count,
    last_ms: lastMs,
    state,
  } = finding
  return (
    <tr style={{ height: findingRowHeight }} className={state === 'quiet' ? 'quiet' : undefined}>
      <td>
        <SeverityMark severity={severity} />
      </td>
      <td className="cut">
        <Link to="/findings/$findingId" params={{ findingId: id }} className="rowlink" data-row>
          {title}
        </Link>
        <span className="second cut" title={why}>
          {why}
        </span>
      </td>
      <td className="cut small">
        <Actor actor={actor} />
      </td>
      <td className="cut small" title={service}>
        {service}
      </td>
      <td className="mono dim hide-n">{tracker}</td>
      <td className="num">{grouped(count)}</td>
      <td className="num small dim">
        <Ago ms={lastMs} now={now} />
      </td>
    </tr>
  )
}
