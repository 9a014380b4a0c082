import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { DataType, DataTypeList } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useCallback } from 'react'
import { dataTypesQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { DataTypeMark } from '../../parts/data-type.tsx'
import { FilterField } from '../../parts/filter-field.tsx'
import { EmptyGauge } from '../../parts/icons.tsx'
import { Answered } from '../../parts/states.tsx'
import { listed } from '../../words/names.ts'
import { counted, grouped } from '../../words/numbers.ts'
import { OwnTypes } from './own-types.tsx'
import { Places } from './places.tsx'

/** Which types of data stand where, and where they go. */
export function DataPage(): ReactElement {
  const query = useQuery(dataTypesQuery)
  return (
    <Page title="Data" here="Data">
      <Answered query={query} rows={8}>
        {(list) => (
          <div className="ov">
            <Types list={list} />
            <OwnTypes />
          </div>
        )}
      </Answered>
    </Page>
  )
}

function Types({ list }: { readonly list: DataTypeList }): ReactElement {
  const { type: chosen, q = '' } = useSearch({ from: '/data' })
  const navigate = useNavigate({ from: '/data' })
  const setFilter = useCallback(
    (text: string) => {
      void navigate({
        search: (before) => ({ ...before, q: text === '' ? undefined : text }),
      })
    },
    [navigate],
  )
  if (list.items.length === 0) return <NoTypes />
  const wanted = q.toLowerCase()
  const items = list.items.filter(({ type, summary, services, category }) =>
    `${type} ${category} ${summary} ${services.join(' ')}`.toLowerCase().includes(wanted),
  )
  const open = list.items.find(({ type }) => type === chosen) ?? null
  return (
    <>
      <div>
        <h1>{titleOf(list.items)}</h1>
        <p className="lead">{leadOf(list.items)}</p>
      </div>
      <FilterField
        value={q}
        placeholder="Filter data types: SSN, PII, a service"
        onChange={setFilter}
      />
      {open !== null && <Places type={open} />}
      <section className="sheet" aria-label="Data types">
        <header>
          <h2>Data types</h2>
          <span className="dim">the most sensitive first</span>
        </header>
        {items.length === 0 ? (
          <p className="pad">
            No data type matches <code>{q}</code>.
          </p>
        ) : (
          <TypesTable items={items} chosen={chosen ?? null} />
        )}
      </section>
    </>
  )
}

interface TypesTableProps {
  readonly items: readonly DataType[]
  readonly chosen: string | null
}

function TypesTable({ items, chosen }: TypesTableProps): ReactElement {
  return (
    <table className="dts">
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col">Sensitivity</th>
          <th scope="col" className="hide-n">
            Category
          </th>
          <th scope="col">Services</th>
          <th scope="col" className="num">
            Fields
          </th>
          <th scope="col" className="num">
            Calls, 24 h
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <TypeRow key={item.type} item={item} isOpen={item.type === chosen} />
        ))}
      </tbody>
    </table>
  )
}

function TypeRow({
  item,
  isOpen,
}: {
  readonly item: DataType
  readonly isOpen: boolean
}): ReactElement {
  const {
    type,
    category,
    summary,
    sensitivity,
    jurisdiction,
    services,
    places_total: places,
    flows,
  } = item
  const calls = flows?.reduce((sum, flow) => sum + flow.calls, 0)
  return (
    <tr className={isOpen ? 'on' : undefined}>
      <td>
        <DataTypeMark type={type} category={category} row />
        <span className="second">
          {summary}
          {jurisdiction !== null && `, ${jurisdiction}`}
        </span>
      </td>
      <td className="small">{sensitivity}</td>
      <td className="small two hide-n">{category}</td>
      <td className="small cut" title={services.join(', ')}>
        {listed(services, 3)}
      </td>
      <td className="num">{grouped(places)}</td>
      <td className="num">{calls === undefined ? '–' : grouped(calls)}</td>
    </tr>
  )
}

function titleOf(items: readonly DataType[]): string {
  const services = new Set(items.flatMap((item) => item.services))
  return `${counted(items.length, 'type of data', 'types of data')} at ${counted(services.size, 'service')}`
}

function leadOf(items: readonly DataType[]): string {
  const grave = items
    .filter(({ sensitivity }) => sensitivity === 'critical')
    .map(({ type }) => type)
  return grave.length === 0
    ? 'None of them is critical.'
    : `Critical: ${listed(grave, 5)}. Found in fields by their values and what stands around them; no value is kept.`
}

function NoTypes(): ReactElement {
  return (
    <section className="sheet">
      <div className="empty">
        <EmptyGauge />
        <h1>No sensitive data seen</h1>
        <p>Types appear as soon as a field carries them. A sensor that sends bodies is needed.</p>
        <Link to="/sensors" search={{}} className="btn">
          Look at the sensors
        </Link>
      </div>
    </section>
  )
}
