import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Learning } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useCallback, useMemo } from 'react'
import { operationsQuery, statusQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { EmptyGauge } from '../../parts/icons.tsx'
import { FilterField } from '../../parts/filter-field.tsx'
import { Answered } from '../../parts/states.tsx'
import { counted, grouped, percent } from '../../words/numbers.ts'
import { operationFilter } from './operation-filter.ts'
import { OperationsTable } from './operations-table.tsx'
import { ServiceHead } from './service-head.tsx'
import { Tree } from './tree.tsx'

/** Services and their operations, as learned from traffic. */
export function CatalogPage(): ReactElement {
  const { service, q = '' } = useSearch({ from: '/catalog' })
  const navigate = useNavigate({ from: '/catalog' })
  const setFilter = useCallback(
    (text: string) => {
      void navigate({
        search: (before) => ({ ...before, q: text === '' ? undefined : text }),
      })
    },
    [navigate],
  )
  const { data: status } = useQuery(statusQuery)
  const above = service === undefined ? [] : [{ name: 'Catalog', to: '/catalog' as const }]
  return (
    <Page title={service ?? 'Catalog'} above={above} here={service ?? 'Catalog'} full>
      <div className="bench">
        <Tree open={service ?? null} current={null} />
        <div className="mid fill">
          {service === undefined ? (
            <div className="ttl">
              <div>
                <h1>{status === undefined ? 'Catalog' : titleOf(status.counts)}</h1>
                <p className="lead">{status === undefined ? ' ' : leadOf(status.learning)}</p>
              </div>
              <div className="sp" />
              <Link to="/catalog/corrections" className="btn">
                Corrections
              </Link>
            </div>
          ) : (
            <ServiceHead name={service} />
          )}
          <FilterField
            value={q}
            placeholder="Filter operations: method:GET category:PII posture:no-authentication, or any text"
            onChange={setFilter}
          />
          <OperationList text={q} service={service} clear={() => setFilter('')} />
        </div>
      </div>
    </Page>
  )
}

interface OperationListProps {
  readonly text: string
  readonly service: string | undefined
  readonly clear: () => void
}

function OperationList({ text, service, clear }: OperationListProps): ReactElement {
  const { filter, problems } = useMemo(() => operationFilter(text, service), [text, service])
  const query = useInfiniteQuery(operationsQuery(filter))
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
      <section className="sheet grow" aria-label="Operations">
        <header>
          <h2>Operations</h2>
          <span className="dim">{grouped(total)}</span>
        </header>
        <Answered query={query} rows={6}>
          {() =>
            items.length === 0 ? (
              <NoOperations text={text} clear={clear} />
            ) : (
              <OperationsTable
                items={items}
                total={total}
                withService={service === undefined}
                more={hasNextPage && !isFetchingNextPage ? more : null}
              />
            )
          }
        </Answered>
      </section>
    </>
  )
}

function NoOperations({
  text,
  clear,
}: {
  readonly text: string
  readonly clear: () => void
}): ReactElement {
  if (text !== '') {
    return (
      <div className="pad stack">
        <p>
          No operation matches <code>{text}</code>.
        </p>
        <div className="row">
          <button type="button" className="btn s quiet" onClick={clear}>
            Clear filters
          </button>
        </div>
      </div>
    )
  }
  return (
    <div className="empty">
      <EmptyGauge />
      <h2>No operation yet</h2>
      <p>Three calls are enough to name one. Nothing has to be configured.</p>
    </div>
  )
}

function titleOf({
  services,
  operations,
}: {
  readonly services: number
  readonly operations: number
}): string {
  return `${counted(operations, 'operation')} at ${counted(services, 'service')}`
}

function leadOf({ known_share: known, operations_known: knownOperations }: Learning): string {
  if (known === null) return 'Learned from traffic alone. Nothing has come in yet.'
  return `Learned from traffic alone. ${grouped(knownOperations)} are known well enough to hold calls against; the next call is known with ${percent(known)} certainty.`
}
