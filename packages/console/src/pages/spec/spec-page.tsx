import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useState } from 'react'
import { specDiffQuery, specsQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Answered } from '../../parts/states.tsx'
import { Tree } from '../catalog/tree.tsx'
import { SpecDifferences } from './spec-differences.tsx'
import { GiveSpec } from './give-spec.tsx'
import { NoSpec } from './no-spec.tsx'
import { SpecHead } from './spec-head.tsx'
import { SpecProblems } from './spec-problems.tsx'

/** The document of one service, and where it and what is known part. */
export function SpecPage(): ReactElement {
  const { service } = useParams({ from: '/catalog/specs/$service' })
  const specs = useQuery(specsQuery)
  const above = [
    { name: 'Catalog', to: '/catalog' as const },
    { name: service, to: '/catalog' as const, search: { service } },
  ]
  return (
    <Page title={`Specification of ${service}`} above={above} here="Specification" full>
      <div className="bench">
        <Tree open={service} current={null} />
        <div className="mid stack wide">
          <Answered query={specs} rows={6}>
            {({ items }) =>
              items.some((one) => one.service === service) ? (
                <Compared key={service} service={service} />
              ) : (
                <NoSpec key={service} service={service} />
              )
            }
          </Answered>
        </div>
      </div>
    </Page>
  )
}

function Compared({ service }: { readonly service: string }): ReactElement {
  const { rule } = useSearch({ from: '/catalog/specs/$service' })
  const [isGiving, setGiving] = useState(false)
  const query = useInfiniteQuery(specDiffQuery(service, rule))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  return (
    <Answered query={query} rows={10}>
      {({ pages }) => {
        const [first] = pages
        if (first === undefined) return null
        return (
          <>
            <SpecHead diff={first} give={() => setGiving(true)} />
            {isGiving && (
              <section className="sheet" aria-label="Another document">
                <GiveSpec service={service} done={() => setGiving(false)} />
              </section>
            )}
            <SpecProblems problems={first.problems} />
            <SpecDifferences
              diff={first}
              items={pages.flatMap(({ items }) => items)}
              rule={rule ?? null}
              more={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : null}
            />
          </>
        )
      }}
    </Answered>
  )
}
