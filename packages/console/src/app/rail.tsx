import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { sensorsQuery, statusQuery } from '../api/queries.ts'
import { useLive } from '../api/use-live.ts'
import { Logo, PageIconMark } from '../parts/icons.tsx'
import { grouped } from '../words/numbers.ts'
import { pageGroups } from './pages.ts'

export function Rail(): ReactElement {
  return (
    <nav className="rail" aria-label="Main">
      <Link to="/" className="brand" search={{}} aria-label="Weir">
        <Logo />
        <span>Weir</span>
      </Link>
      <div className="nav">
        {pageGroups.map(({ name, pages }) => (
          <div key={name}>
            <h2>{name}</h2>
            {pages.map((page) => (
              <Link
                key={page.to}
                to={page.to}
                search={{}}
                title={`${page.name} (G ${page.key})`}
                activeOptions={{ exact: page.to === '/', includeSearch: false }}
                activeProps={{ 'aria-current': 'page' }}
              >
                <PageIconMark name={page.icon} />
                <span>{page.name}</span>
                {page.to === '/findings' && <OpenCount />}
              </Link>
            ))}
          </div>
        ))}
      </div>
      <Tally />
    </nav>
  )
}

/** Active critical findings, where a person must act; else how many there are at all. */
function OpenCount(): ReactElement | null {
  const { data } = useQuery(statusQuery)
  if (data === undefined) return null
  const { incidents_active: incidents, findings_active: findings } = data.counts
  if (incidents > 0)
    return (
      <span className="n hot" title="Open incidents">
        {grouped(incidents)}
      </span>
    )
  return findings > 0 ? <span className="n">{grouped(findings)}</span> : null
}

/** received = analysed + held + dropped, always on screen. */
function Tally(): ReactElement {
  const { balance } = useLive()
  const { data: sensors } = useQuery(sensorsQuery)
  if (balance === null) return <div className="tally">Balance follows</div>
  const { received, analysed, held, dropped } = balance
  const rows = [
    ['received', received],
    ['analysed', analysed],
    ['held', held],
    ['dropped', dropped],
  ] as const
  const balances = received === analysed + held + dropped
  return (
    <section className="tally" aria-label="Loss accounting since the first exchange">
      <dl>
        {rows.map(([name, value]) => (
          <div key={name} className={name === 'dropped' && value > 0 ? 'row lost' : 'row'}>
            <dt>{name}</dt>
            <dd>{grouped(value)}</dd>
          </div>
        ))}
      </dl>
      <Link to="/sensors" search={{}} className="sum">
        {balances ? 'Balances' : 'Does not balance'}
        {sensors !== undefined && ` on ${sensors.balanced} of ${sensors.items.length} sensors`}
      </Link>
      <Link to="/sensors" search={{}} className="brief" title="exchanges received">
        {brief(received)}
      </Link>
    </section>
  )
}

function brief(value: number): string {
  return value < 1e6 ? grouped(value) : `${grouped(Math.round(value / 1e5) / 10)}M`
}
