import { Link } from '@tanstack/react-router'
import type { Change, Overview } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { DataTypeMark } from '../../parts/data-type.tsx'
import { OperationName } from '../../parts/operation-name.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { counted } from '../../words/numbers.ts'

interface ChangedProps {
  readonly overview: Overview
  readonly rangeWords: string
}

const shown = 7

/** What was not there before. */
export function Changed({ overview, rangeWords }: ChangedProps): ReactElement {
  const { changed, changed_total: total } = overview
  const now = useNow()
  return (
    <section className="sheet" aria-labelledby="changed">
      <header>
        <h2 id="changed">New in {rangeWords}</h2>
        <span className="dim">{total === 0 ? 'nothing' : counted(total, 'change')}</span>
        <span className="sp" />
        <Link to="/catalog" search={{}} className="small">
          Catalog
        </Link>
      </header>
      {total === 0 ? (
        <p className="dim pad">Every service, operation, caller and data type was known before.</p>
      ) : (
        <table className="ch">
          <tbody>
            {changed.slice(0, shown).map((change) => (
              <tr key={keyOf(change)}>
                <td aria-label="added">+</td>
                <td className="small dim">{kindWords[change.kind]}</td>
                <td className="cut">
                  <What change={change} />
                </td>
                <td className="num small dim">
                  <Ago ms={change.at_ms} now={now} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

const kindWords: Readonly<Record<Change['kind'], string>> = {
  service: 'Service',
  operation: 'Operation',
  edge: 'Caller',
  'data-type': 'Data type',
}

function keyOf(change: Change): string {
  switch (change.kind) {
    case 'service':
      return `service ${change.service}`
    case 'operation':
      return `operation ${change.operation.id}`
    case 'edge':
      return `edge ${change.source} ${change.service}`
    case 'data-type':
      return `type ${change.service} ${change.data_type.type}`
  }
  return change satisfies never
}

function What({ change }: { readonly change: Change }): ReactElement {
  switch (change.kind) {
    case 'service':
      return (
        <Link to="/catalog" search={{ service: change.service }} data-row>
          {change.service}
        </Link>
      )
    case 'operation':
      return (
        <Link
          to="/catalog/$operationId"
          params={{ operationId: change.operation.id }}
          title={`${change.operation.service}, ${counted(change.calls, 'call')}`}
          data-row
        >
          <OperationName method={change.operation.method} template={change.operation.template} />
        </Link>
      )
    case 'edge':
      return (
        <span>
          {change.source} <span className="dim">calls</span> {change.service}
        </span>
      )
    case 'data-type':
      return (
        <span className="tags">
          <DataTypeMark type={change.data_type.type} category={change.data_type.category} />
          <span className="small two cut">at {change.service}</span>
        </span>
      )
  }
  return change satisfies never
}
