import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Status } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useCallback, useMemo } from 'react'
import { findingsQuery, statusQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { type Range, rangeOf } from '../../app/ranges.ts'
import { FilterField } from '../../parts/filter-field.tsx'
import { Answered } from '../../parts/states.tsx'
import { counted, grouped, opening } from '../../words/numbers.ts'
import { findingFilter } from './finding-filter.ts'
import { FindingsTable } from './findings-table.tsx'
import { NothingFound } from './nothing-found.tsx'
import { OpenIncidents } from './open-incidents.tsx'

/** Every finding, newest first, and the incidents that hold them. */
export function FindingsPage(): ReactElement {
  const { t, q = '' } = useSearch({ from: '/findings' })
  const range = rangeOf(t)
  const navigate = useNavigate({ from: '/findings' })
  const setFilter = useCallback(
    (text: string) => {
      void navigate({
        search: (before) => ({ ...before, q: text === '' ? undefined : text }),
      })
    },
    [navigate],
  )
  const { data: status } = useQuery(statusQuery)
  return (
    <Page title="Findings" here="Findings" full>
      <div className="fnd">
        <div>
          <h1>{status === undefined ? 'Findings' : titleOf(status)}</h1>
          <p className="lead">{status === undefined ? ' ' : leadOf(status)}</p>
        </div>
        {q === '' && <OpenIncidents />}
        <FilterField
          value={q}
          placeholder="Filter findings: severity:high service:cards, or any text"
          onChange={setFilter}
        />
        <FoundList text={q} range={range} clear={() => setFilter('')} />
      </div>
    </Page>
  )
}

interface FoundListProps {
  readonly text: string
  readonly range: Range
  readonly clear: () => void
}

function FoundList({ text, range, clear }: FoundListProps): ReactElement {
  const { filter, problems } = useMemo(() => findingFilter(text), [text])
  const query = useInfiniteQuery(findingsQuery(filter, range.ms))
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query
  const items = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data])
  const total = data?.pages[0]?.total ?? 0
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage])
  return (
    <>
      {problems.map((problem) => (
        <p key={problem} className="small warn" role="status">
          Not used: {problem}
        </p>
      ))}
      <section className="sheet grow" aria-label="All findings">
        <header>
          <h2>{text === '' ? 'All findings' : 'Matching findings'}</h2>
          <span className="dim">
            {counted(total, 'finding')} in {range.words}
          </span>
        </header>
        <Answered query={query} rows={6}>
          {() =>
            items.length === 0 ? (
              <NothingFound text={text} filter={filter} range={range} clear={clear} />
            ) : (
              <FindingsTable
                items={items}
                total={total}
                more={hasNextPage && !isFetchingNextPage ? more : null}
              />
            )
          }
        </Answered>
      </section>
    </>
  )
}

function titleOf({ counts }: Status): string {
  const { incidents_active: incidents, findings_active: findings } = counts
  if (incidents > 0)
    return `${opening(incidents)} ${incidents === 1 ? 'incident is' : 'incidents are'} open`
  if (findings > 0)
    return `${opening(findings)} ${findings === 1 ? 'finding is' : 'findings are'} active`
  return 'No finding is active'
}

function leadOf({ counts }: Status): string {
  const { critical, high } = counts.findings_by_severity
  const grave =
    critical + high === 0
      ? 'None of them is critical or high.'
      : `${grouped(critical)} critical, ${grouped(high)} high.`
  return counts.findings === 0
    ? 'Trackers watch every exchange; what they find appears here.'
    : `${counted(counts.findings, 'finding')} since learning began. ${grave}`
}
