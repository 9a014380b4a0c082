import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Finding } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { findingQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Actor } from '../../parts/actor.tsx'
import { CallTable } from '../../parts/call-table.tsx'
import { Maps } from '../../parts/maps.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Answered } from '../../parts/states.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { sentence, shortActor } from '../../words/names.ts'
import { counted, grouped } from '../../words/numbers.ts'
import { clockTime, fullTime } from '../../words/times.ts'

/** One finding: what was seen, the exchanges that show it, what to do. */
export function FindingPage(): ReactElement {
  const { findingId } = useParams({ from: '/findings/$findingId' })
  const query = useQuery(findingQuery(findingId))
  return (
    <Page
      title={query.data?.title ?? 'Finding'}
      above={[{ name: 'Findings', to: '/findings' }]}
      here={query.data?.tracker ?? 'Finding'}
    >
      <Answered query={query} rows={8}>
        {(finding) => <FindingSheets finding={finding} />}
      </Answered>
    </Page>
  )
}

function FindingSheets({ finding }: { readonly finding: Finding }): ReactElement {
  const { evidence, evidence_missing: missing, count, maps, history } = finding
  return (
    <>
      <FindingHead finding={finding} />
      <div className="three">
        <div className="lc">
          <section className="sheet" aria-labelledby="evidence">
            <header>
              <h2 id="evidence">Evidence</h2>
              <span className="dim">
                {evidence.length === 0
                  ? 'no exchange in the ledger'
                  : `first ${grouped(evidence.length)} of ${counted(count, 'exchange')}, values never kept`}
              </span>
              <span className="sp" />
              <Maps maps={maps} />
            </header>
            {evidence.length > 0 && <CallTable calls={evidence} />}
            {missing > 0 && (
              <p className="small dim pad">
                {counted(missing, 'exchange')} not in the ledger: not yet written, or expired.
              </p>
            )}
          </section>
          {history.length > 1 && <History history={history} />}
        </div>
        <Side finding={finding} />
      </div>
    </>
  )
}

function FindingHead({ finding }: { readonly finding: Finding }): ReactElement {
  const { severity, state, title, why, actor, service, first_ms: first, last_ms: last } = finding
  const now = useNow()
  return (
    <div className="ih">
      <div>
        <div className="row">
          <SeverityMark severity={severity} />
          <span className="tag">{state === 'active' ? 'Active' : 'Quiet'}</span>
          <span className="small dim">
            last seen <Ago ms={last} now={now} said />, since{' '}
            <time title={fullTime(first)}>{clockTime(first)}</time>
          </span>
        </div>
        <h1>{title}</h1>
        <p className="lead">{sentence(why)}</p>
        <p className="small two">
          by <Actor actor={actor} /> at{' '}
          <Link to="/catalog" search={{ service }}>
            {service}
          </Link>
        </p>
      </div>
    </div>
  )
}

function Side({ finding }: { readonly finding: Finding }): ReactElement {
  const { todo, incident, tracker, tracker_title: trackerTitle, actor } = finding
  return (
    <aside className="lc" aria-label="What to do">
      <section className="sheet">
        <header>
          <h2>What to do</h2>
        </header>
        <p className="pad">{todo}</p>
      </section>
      {incident !== null && (
        <section className="sheet">
          <header>
            <h2>Part of an incident</h2>
          </header>
          <div className="pad stack">
            <p className="small two">
              Other findings of the same chain show what came before and after.
            </p>
            <Link
              to="/incidents/$incidentId"
              params={{ incidentId: incident }}
              className="btn"
              data-row
            >
              Open the incident
            </Link>
          </div>
        </section>
      )}
      <section className="sheet">
        <header>
          <h2>Where it comes from</h2>
        </header>
        <div className="pad stack small">
          <p>
            <span className="mono">{tracker}</span> <span className="two">{trackerTitle}</span>
          </p>
          <Link to="/findings" search={{ q: `tracker:${tracker}` }}>
            All of this tracker
          </Link>
          <Link to="/findings" search={{ q: `actor:${actor}` }}>
            All of {shortActor(actor)}
          </Link>
        </div>
      </section>
    </aside>
  )
}

function History({ history }: { readonly history: Finding['history'] }): ReactElement {
  return (
    <section className="sheet" aria-labelledby="history">
      <header>
        <h2 id="history">How it grew</h2>
        <span className="dim">newest first</span>
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">Until</th>
            <th scope="col">Severity</th>
            <th scope="col" className="num">
              Score
            </th>
            <th scope="col" className="num">
              Exchanges
            </th>
          </tr>
        </thead>
        <tbody>
          {history.slice(0, 6).map(({ last_ms: last, severity, score, count }) => (
            <tr key={`${last} ${count}`}>
              <td className="mono" title={fullTime(last)}>
                {clockTime(last)}
              </td>
              <td>
                <SeverityMark severity={severity} />
              </td>
              <td className="num">{score.toFixed(2)}</td>
              <td className="num">{grouped(count)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
