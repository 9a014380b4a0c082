import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactElement } from 'react'
import { operationsQuery, servicesQuery } from '../../api/queries.ts'
import { Template } from '../../parts/operation-name.tsx'
import { Answered } from '../../parts/states.tsx'
import { grouped } from '../../words/numbers.ts'

interface TreeProps {
  /** The service whose operations are shown. */
  readonly open: string | null
  /** The operation that is shown beside. */
  readonly current: string | null
}

/** Services, and the operations of the one that is open. */
export function Tree({ open, current }: TreeProps): ReactElement {
  const query = useQuery(servicesQuery)
  return (
    <nav className="tree" aria-label="Services and operations">
      <Answered query={query} rows={8}>
        {({ items }) =>
          placements.map(({ placement, title }) => {
            const services = items.filter((service) => service.placement === placement)
            if (services.length === 0) return null
            return (
              <div key={placement}>
                <h2 className="gh">{title}</h2>
                {services.map(({ name, operations }) => (
                  <div key={name}>
                    <Link
                      to="/catalog"
                      search={name === open && current === null ? {} : { service: name }}
                      className={name === open ? 'g open' : 'g'}
                      title={name}
                    >
                      {name === open ? (
                        <ChevronDown size={12} strokeWidth={1.4} aria-hidden="true" />
                      ) : (
                        <ChevronRight size={12} strokeWidth={1.4} aria-hidden="true" />
                      )}
                      <b className="cut">{name}</b>
                      <span>{grouped(operations)}</span>
                    </Link>
                    {name === open && <Branch service={name} current={current} />}
                  </div>
                ))}
              </div>
            )
          })
        }
      </Answered>
    </nav>
  )
}

const placements = [
  { placement: 'internal', title: 'Ours' },
  { placement: 'unknown', title: 'Not placed' },
  { placement: 'external', title: 'Third parties' },
] as const

const most = 60

interface BranchProps {
  readonly service: string
  readonly current: string | null
}

function Branch({ service, current }: BranchProps): ReactElement {
  const query = useInfiniteQuery(operationsQuery({ service }))
  const items = query.data?.pages[0]?.items ?? []
  const total = query.data?.pages[0]?.total ?? 0
  const at = items.findIndex(({ id }) => id === current)
  const from = Math.max(0, Math.min(at - most / 2, items.length - most))
  const shown = items.slice(from, from + most)
  return (
    <>
      {shown.map(({ id, method, template }) => (
        <Link
          key={id}
          to="/catalog/$operationId"
          params={{ operationId: id }}
          className={id === current ? 'o on' : 'o'}
          aria-current={id === current ? 'page' : undefined}
          title={`${method} ${template}`}
        >
          <span className="v">{method}</span>
          <span className="p">
            <Template template={template} />
          </span>
        </Link>
      ))}
      {total > shown.length && (
        <Link to="/catalog" search={{ service }} className="o dim">
          <span className="v" />
          {grouped(total - shown.length)} more
        </Link>
      )}
    </>
  )
}
