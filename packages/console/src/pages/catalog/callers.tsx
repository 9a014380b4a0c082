import type { Operation } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Meter } from '../../charts/meter.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { counted, grouped, percent } from '../../words/numbers.ts'

/** Who calls it, over the last seven days. */
export function Callers({ operation }: { readonly operation: Operation }): ReactElement {
  const { callers } = operation
  const now = useNow()
  if (callers === null) return <p className="dim">The ledger cannot say who called just now.</p>
  if (callers.length === 0) return <p className="dim">Nobody called it in the last 7 days.</p>
  return (
    <section className="sheet">
      <table>
        <thead>
          <tr>
            <th scope="col">Caller</th>
            <th scope="col">Actors</th>
            <th scope="col">Share</th>
            <th scope="col" className="num">
              Calls
            </th>
            <th scope="col" className="num">
              Failing
            </th>
            <th scope="col" className="num">
              Last
            </th>
          </tr>
        </thead>
        <tbody>
          {callers.map(
            ({ source, actors, share, calls, failing_share: failing, last_ms: last }) => (
              <tr key={source}>
                <td>
                  <b>{source}</b>
                </td>
                <td className="small two">{counted(actors, 'actor')}</td>
                <td className="c-meter">
                  <Meter share={share} label={`${percent(share)} of the calls`} />
                </td>
                <td className="num">{grouped(calls)}</td>
                <td className={failing === 0 ? 'num zero' : 'num'}>{percent(failing)}</td>
                <td className="num small dim">
                  <Ago ms={last} now={now} />
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  )
}
