import { Link } from '@tanstack/react-router'
import type { Attention as Item, Overview } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { SeverityMark } from '../../parts/severity.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { sentence, withoutOffset } from '../../words/names.ts'
import { grouped } from '../../words/numbers.ts'

const shown = 6

/** What a person may have to act on, the gravest first. */
export function Attention({ overview }: { readonly overview: Overview }): ReactElement {
  const { attention, attention_total: total } = overview
  const now = useNow()
  return (
    <section className="sheet" aria-labelledby="attention">
      <header>
        <h2 id="attention">Needs attention</h2>
        <span className="dim">{total === 0 ? 'nothing' : grouped(total)}</span>
        <span className="sp" />
        <Link to="/findings" search={{}} className="small">
          All findings
        </Link>
      </header>
      {total === 0 ? (
        <p className="dim pad">No finding is active. New ones appear here as they are raised.</p>
      ) : (
        <ul className="rowlist at">
          {attention.slice(0, shown).map((item) => (
            <AttentionRow key={item.id} item={item} now={now} />
          ))}
        </ul>
      )}
    </section>
  )
}

function AttentionRow({ item, now }: { readonly item: Item; readonly now: number }): ReactElement {
  const { kind, id, severity, title, detail, last_ms: lastMs } = item
  return (
    <li>
      <SeverityMark severity={severity} />
      <div className="cut">
        {kind === 'incident' ? (
          <Link
            to="/incidents/$incidentId"
            params={{ incidentId: id }}
            className="rowlink"
            data-row
          >
            {title}
          </Link>
        ) : (
          <Link to="/findings/$findingId" params={{ findingId: id }} className="rowlink" data-row>
            {title}
          </Link>
        )}
        <p className="cut" title={detail}>
          {sentence(withoutOffset(detail))}
        </p>
      </div>
      <span className="small dim num">
        <Ago ms={lastMs} now={now} />
      </span>
    </li>
  )
}
