import { Link } from '@tanstack/react-router'
import type { Call } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { bytes } from '../words/numbers.ts'
import { clockTime, fullTime } from '../words/times.ts'
import { Actor } from './actor.tsx'
import { DataTypeMarks } from './data-type.tsx'
import { OperationName } from './operation-name.tsx'

/** Calls as the ledger keeps them: names, sizes and types, never a value. */
export function CallTable({ calls }: { readonly calls: readonly Call[] }): ReactElement {
  return (
    <div className="scroller">
      <table className="calls">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Call</th>
            <th scope="col">Actor</th>
            <th scope="col" className="num">
              Status
            </th>
            <th scope="col" className="num hide-n">
              Answer
            </th>
            <th scope="col">Carries</th>
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <CallRow key={call.seq} call={call} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function CallRow({ call }: { readonly call: Call }): ReactElement {
  const { at_ms: at, operation, method, template, service, action, actor, status } = call
  const name = <OperationName method={method} template={template} />
  return (
    <tr>
      <td className="mono" title={fullTime(at)}>
        {clockTime(at)}
      </td>
      <td className="cut">
        {operation === null ? (
          name
        ) : (
          <Link to="/catalog/$operationId" params={{ operationId: operation }} data-row>
            {name}
          </Link>
        )}
        <span className="second cut">
          {action === null ? `at ${service}` : `${action} at ${service}`}, from{' '}
          {call.client_address}
        </span>
      </td>
      <td className="small cut">
        <Actor actor={actor} />
      </td>
      <td className={call.outcome === 'failure' ? 'num' : 'num dim'}>{status ?? '–'}</td>
      <td className="num small dim hide-n">{bytes(call.response_bytes)}</td>
      <td>
        <DataTypeMarks types={distinct(call.data_types)} most={2} />
      </td>
    </tr>
  )
}

function distinct(types: Call['data_types']): Call['data_types'] {
  return types.filter((one, index) => types.findIndex(({ type }) => type === one.type) === index)
}
