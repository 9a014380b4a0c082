import type { Overview } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Sparkline } from '../../charts/sparkline.tsx'
import { counted, grouped, percent, perSecond } from '../../words/numbers.ts'
import { leavingPerMinute } from './leaving.ts'

/** Up to five numbers, each beside what it is measured against. */
export function Figures({ overview }: { readonly overview: Overview }): ReactElement {
  const { calls_per_second: rate, failing_share: failing, learning, balance, traffic } = overview
  const leaving = leavingPerMinute(overview)
  const lost = balance.dropped + balance.held
  return (
    <dl className="strip">
      <div>
        <dt>Calls coming in</dt>
        <dd>
          {rate === null ? <Unknown /> : <Figure value={perSecond(rate)} unit="/s" />}
          {traffic !== null && <Sparkline values={lastReadings(traffic)} />}
        </dd>
      </div>
      <div>
        <dt>Chance the next call is unseen</dt>
        <dd>
          {learning.known_share === null ? (
            <Unknown />
          ) : (
            <span className="fig">{percent(1 - learning.known_share)}</span>
          )}
          <span className="small dim">
            {grouped(learning.operations_known)} of {grouped(learning.operations)} known
          </span>
        </dd>
      </div>
      <div>
        <dt>Sensitive calls to third parties</dt>
        <dd>
          {leaving === null ? (
            <Unknown />
          ) : (
            <Figure value={grouped(leaving.perMinute)} unit="/min" />
          )}
          {leaving !== null && (
            <span className="small dim">of {counted(leaving.calls, 'call')} to them</span>
          )}
        </dd>
      </div>
      <div>
        <dt>Failing</dt>
        <dd>
          {failing === null ? <Unknown /> : <span className="fig">{percent(failing)}</span>}
          <span className="small dim">of all calls</span>
        </dd>
      </div>
      <div>
        <dt>Not analysed</dt>
        <dd>
          <span className={balance.dropped > 0 ? 'fig lost' : 'fig'}>{grouped(lost)}</span>
          <span className="small dim">of {counted(balance.received, 'exchange')}</span>
        </dd>
      </div>
    </dl>
  )
}

function Figure({ value, unit }: { readonly value: string; readonly unit: string }): ReactElement {
  return (
    <span className="fig">
      {value}
      <small>{unit}</small>
    </span>
  )
}

function Unknown(): ReactElement {
  return (
    <span className="fig dim" title="The ledger cannot say just now">
      –
    </span>
  )
}

const readings = 24

/** The newest 24; the last one is still filling and would always look like a drop. */
function lastReadings(traffic: NonNullable<Overview['traffic']>): readonly number[] {
  return traffic.slice(-readings - 1, -1).map(({ calls }) => calls)
}
