import type { Overview } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { DataTypeMarks } from '../../parts/data-type.tsx'
import { grouped, percent, perSecond } from '../../words/numbers.ts'

/** The same as the drawing, for whoever reads rather than looks. */
export function StreamTable({
  flows,
}: {
  readonly flows: NonNullable<Overview['flows']>
}): ReactElement {
  return (
    <div className="scroller">
      <table>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" className="num">
              Calls
            </th>
            <th scope="col" className="num">
              Per second
            </th>
            <th scope="col" className="num">
              Failed
            </th>
            <th scope="col" className="num">
              Raised a finding
            </th>
            <th scope="col">Carries</th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <tr key={`${flow.source}>${flow.destination}`}>
              <td>{flow.source}</td>
              <td>{flow.destination}</td>
              <td className="num">{grouped(flow.calls)}</td>
              <td className="num">{perSecond(flow.calls_per_second)}</td>
              <td className={flow.failing_share === 0 ? 'num zero' : 'num'}>
                {percent(flow.failing_share)}
              </td>
              <td className={flow.flagged === 0 ? 'num zero' : 'num'}>{grouped(flow.flagged)}</td>
              <td>
                <DataTypeMarks types={distinct(flow.data_types)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Carried = NonNullable<Overview['flows']>[number]['data_types']

function distinct(types: Carried): Carried {
  return types.filter((one, index) => types.findIndex(({ type }) => type === one.type) === index)
}
