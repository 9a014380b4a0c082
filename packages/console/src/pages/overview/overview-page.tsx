import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Overview } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { overviewQuery } from '../../api/queries.ts'
import { type Lens, lenses } from '../../app/decode-search.ts'
import { Page } from '../../app/page.tsx'
import { rangeOf } from '../../app/ranges.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { EmptyGauge } from '../../parts/icons.tsx'
import { Answered } from '../../parts/states.tsx'
import { overviewHeadline } from '../../words/overview-title.ts'
import { Attention } from './attention.tsx'
import { Changed } from './changed.tsx'
import { Flowing } from './flowing.tsx'
import { Figures } from './figures.tsx'

/** What flows, what changed, what needs attention. */
export function OverviewPage(): ReactElement {
  const { t, lens = 'leaves' } = useSearch({ from: '/' })
  const range = rangeOf(t)
  const query = useQuery(overviewQuery(range.ms))
  const headline = query.data === undefined ? null : overviewHeadline(query.data)
  return (
    <Page title={headline?.title ?? 'Overview'} here="Overview" aged={query.isPlaceholderData}>
      <div className="ov">
        <Answered query={query} rows={8}>
          {(overview) =>
            overview.balance.received === 0 ? (
              <NoWater />
            ) : (
              <Filled overview={overview} lens={lens} rangeWords={range.words} />
            )
          }
        </Answered>
      </div>
    </Page>
  )
}

interface FilledProps {
  readonly overview: Overview
  readonly lens: Lens
  readonly rangeWords: string
}

function Filled({ overview, lens, rangeWords }: FilledProps): ReactElement {
  const { title, lead } = overviewHeadline(overview)
  return (
    <>
      <div className="ttl">
        <div>
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
        </div>
        <div className="sp" />
        <LensSwitch lens={lens} />
      </div>
      <Figures overview={overview} />
      <Flowing overview={overview} lens={lens} />
      <div className="bot">
        <Attention overview={overview} />
        <Changed overview={overview} rangeWords={rangeWords} />
      </div>
    </>
  )
}

const lensWords: Readonly<Record<Lens, string>> = {
  leaves: 'What leaves',
  traffic: 'All traffic',
  errors: 'Errors',
}

function LensSwitch({ lens }: { readonly lens: Lens }): ReactElement {
  const navigate = useNavigate({ from: '/' })
  return (
    <fieldset className="seg" aria-label="Lens">
      {lenses.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={name === lens}
          onClick={() => void navigate({ search: (before) => ({ ...before, lens: name }) })}
        >
          {lensWords[name]}
        </button>
      ))}
    </fieldset>
  )
}

const firstSensor = 'weir demo'

/** Nothing has come in: the one thing to do. */
function NoWater(): ReactElement {
  return (
    <section className="sheet">
      <div className="empty">
        <EmptyGauge />
        <h1>No water yet</h1>
        <p>
          Send the first exchange and this page fills by itself. Three calls are enough to name an
          operation.
        </p>
        <div className="row">
          <Link to="/sensors" search={{}} className="btn pri" data-row>
            Add a sensor
          </Link>
        </div>
        <p className="small">Or see it with a small bank that is broken into:</p>
        <pre className="code">{firstSensor}</pre>
        <CopyButton text={firstSensor} />
      </div>
    </section>
  )
}
