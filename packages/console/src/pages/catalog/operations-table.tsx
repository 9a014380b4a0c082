import { Link } from '@tanstack/react-router'
import type { OperationSummary } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { DataTypeMarks } from '../../parts/data-type.tsx'
import { LongTable } from '../../parts/long-table.tsx'
import { OperationName } from '../../parts/operation-name.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { grouped, percent } from '../../words/numbers.ts'

interface OperationsTableProps {
  readonly items: readonly OperationSummary[]
  readonly total: number
  readonly withService: boolean
  readonly more: (() => void) | null
}

const tall = 44
const low = 34

export function OperationsTable({
  items,
  total,
  withService,
  more,
}: OperationsTableProps): ReactElement {
  const now = useNow()
  const rowHeight = withService ? tall : low
  return (
    <LongTable
      label="Operations"
      head={head}
      columns={6}
      items={items}
      total={total}
      rowHeight={rowHeight}
      more={more}
      row={(operation) => (
        <OperationRow
          key={operation.id}
          operation={operation}
          withService={withService}
          height={rowHeight}
          now={now}
        />
      )}
    />
  )
}

const head = (
  <tr>
    <th scope="col">Operation</th>
    <th scope="col" className="c-types">
      Data types
    </th>
    <th scope="col" className="c-sev hide-n">
      Signed in
    </th>
    <th scope="col" className="num c-n">
      Calls
    </th>
    <th scope="col" className="num c-n">
      Unseen
    </th>
    <th scope="col" className="num c-n hide-n">
      Last
    </th>
  </tr>
)

const authenticationWords = { always: 'always', mixed: 'mixed', never: 'never' } as const

interface OperationRowProps {
  readonly operation: OperationSummary
  readonly withService: boolean
  readonly height: number
  readonly now: number
}

function OperationRow({ operation, withService, height, now }: OperationRowProps): ReactElement {
  const { id, service, method, template, calls, state, unseen, authentication } = operation
  return (
    <tr style={{ height }}>
      <td className="cut">
        <Link
          to="/catalog/$operationId"
          params={{ operationId: id }}
          className="rowlink"
          title={`${method} ${template}`}
          data-row
        >
          <OperationName method={method} template={template} />
        </Link>
        {withService && <span className="second cut">{service}</span>}
      </td>
      <td>
        <DataTypeMarks types={operation.data_types} most={2} />
      </td>
      <td className={authentication === 'never' ? 'small dim hide-n' : 'small hide-n'}>
        {authenticationWords[authentication]}
      </td>
      <td className="num">{grouped(calls)}</td>
      <td className="num small dim" title="Chance that the next call looks like none before">
        {state === 'learning' ? 'learning' : percent(unseen)}
      </td>
      <td className="num small dim hide-n">
        <Ago ms={operation.last_ms} now={now} />
      </td>
    </tr>
  )
}
