import type { SensorList } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { grouped, percent } from '../../words/numbers.ts'

/** What each reason means; one that is not here is shown as it is. */
const reasonWords: Readonly<Record<string, string>> = {
  repeated: 'Sent twice, counted once',
  malformed: 'Not a line of the exchange format',
  'too-large': 'Larger than the limit of a line',
  queue: 'The queue of a sensor was full',
}

/** Why exchanges were not analysed. */
export function Losses({ list }: { readonly list: SensorList }): ReactElement {
  const { balance, items } = list
  const reasons = Object.entries(balance.dropped_by).toSorted(([, left], [, right]) => right - left)
  const atSensors = items.reduce((sum, { own }) => sum + (own?.dropped ?? 0), 0)
  return (
    <section className="sheet" aria-labelledby="losses">
      <header>
        <h2 id="losses">What Weir could not see</h2>
      </header>
      {reasons.length === 0 && atSensors === 0 ? (
        <p className="dim pad">Nothing was dropped, here or at a sensor.</p>
      ) : (
        <ul className="rowlist losses">
          {reasons.map(([reason, count]) => (
            <li key={reason}>
              <div>
                <b>{reasonWords[reason] ?? reason}</b>
                <p className="small dim">dropped here as {reason}</p>
              </div>
              <span className="small two">
                {grouped(count)}, {percent(count / Math.max(1, balance.received))}
              </span>
            </li>
          ))}
          {atSensors > 0 && (
            <li>
              <div>
                <b>Dropped before they were sent</b>
                <p className="small dim">counted by the sensors themselves since their start</p>
              </div>
              <span className="small two">{grouped(atSensors)}</span>
            </li>
          )}
        </ul>
      )}
    </section>
  )
}
