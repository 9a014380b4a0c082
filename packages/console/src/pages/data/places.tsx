import { Link } from '@tanstack/react-router'
import type { DataType } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Meter } from '../../charts/meter.tsx'
import { OperationName } from '../../parts/operation-name.tsx'
import { counted, grouped, percent } from '../../words/numbers.ts'

const most = 100

/** One type: the fields it stands in, and between whom it goes. */
export function Places({ type }: { readonly type: DataType }): ReactElement {
  const { places, places_total: total, flows } = type
  return (
    <div className="two-col">
      <section className="sheet" aria-labelledby="places">
        <header>
          <h2 id="places">
            Where <span className="mono">{type.type}</span> stands
          </h2>
          <span className="dim">{counted(total, 'field')}</span>
          <span className="sp" />
          <Link to="/data" search={(before) => ({ ...before, type: undefined })} className="small">
            Close
          </Link>
        </header>
        <div className="scroller">
          <table>
            <tbody>
              {places.slice(0, most).map((place) => (
                <tr key={`${place.operation.id} ${place.in} ${place.path}`}>
                  <td>
                    <Link
                      to="/catalog/$operationId"
                      params={{ operationId: place.operation.id }}
                      search={{ field: `${place.in} ${place.path}` }}
                      data-row
                    >
                      <OperationName
                        method={place.operation.method}
                        template={place.operation.template}
                      />
                    </Link>
                    <span className="second">{place.operation.service}</span>
                  </td>
                  <td className="mono">
                    {place.in} {place.path}
                  </td>
                  <td className="num small two">in {percent(place.presence)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="sheet" aria-labelledby="goes">
        <header>
          <h2 id="goes">Where it goes</h2>
          <span className="dim">last 24 h</span>
        </header>
        <Flows flows={flows} />
      </section>
    </div>
  )
}

function Flows({ flows }: { readonly flows: DataType['flows'] }): ReactElement {
  if (flows === null) return <p className="dim pad">The ledger cannot say just now.</p>
  if (flows.length === 0) return <p className="dim pad">Not seen in the last 24 hours.</p>
  const all = Math.max(...flows.map(({ calls }) => calls))
  return (
    <div className="scroller">
      <table>
        <tbody>
          {flows.map(({ source, service, direction, calls }) => {
            // An answer runs against the call: from the service to who asked.
            const [from, to] = direction === 'res' ? [service, source] : [source, service]
            return (
              <tr key={`${source} ${service} ${direction}`}>
                <td className="small">
                  {from} <span className="dim">to</span> {to}
                </td>
                <td className="c-meter">
                  <Meter share={calls / all} label={counted(calls, 'call')} />
                </td>
                <td className="num">{grouped(calls)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
