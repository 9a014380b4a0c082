import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Sensor } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { useState } from 'react'
import { revokeSensor } from '../../api/queries.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { grouped, perSecond } from '../../words/numbers.ts'

const stateWords = {
  live: 'Live',
  silent: 'Silent',
  never: 'Nothing sent yet',
} as const

/** Each sensor, as counted here and in its own words. */
export function SensorsTable({ items }: { readonly items: readonly Sensor[] }): ReactElement {
  const [revoking, setRevoking] = useState<string | null>(null)
  const now = useNow()
  return (
    <section className="sheet" aria-label="Sensors">
      <table className="st">
        <thead>
          <tr>
            <th scope="col">Sensor</th>
            <th scope="col">State</th>
            <th scope="col">Vantage</th>
            <th scope="col" className="num">
              Per second
            </th>
            <th scope="col" className="num hide-n">
              Lag
            </th>
            <th scope="col" className="num">
              Received
            </th>
            <th scope="col" className="num hide-n">
              Analysed
            </th>
            <th scope="col" className="num">
              Held
            </th>
            <th scope="col" className="num">
              Dropped
            </th>
            <th scope="col" className="num hide-n">
              Lost at the sensor
            </th>
            <th scope="col">Self-test</th>
            <th scope="col">Key</th>
          </tr>
        </thead>
        <tbody>
          {items.map((sensor) => (
            <SensorRow
              key={sensor.name}
              sensor={sensor}
              now={now}
              revoke={() => setRevoking(sensor.name)}
            />
          ))}
        </tbody>
      </table>
      {revoking !== null && <Revoke name={revoking} close={() => setRevoking(null)} />}
    </section>
  )
}

interface SensorRowProps {
  readonly sensor: Sensor
  readonly now: number
  readonly revoke: () => void
}

function SensorRow({ sensor, now, revoke }: SensorRowProps): ReactElement {
  const { name, agent, environment, state, balance, own, key, sight } = sensor
  const { last_ms: last, last_check: check } = sensor
  const isLossy = balance.dropped > 0
  return (
    <tr className={isLossy || state === 'silent' ? 'warm' : undefined}>
      <td>
        <b>{name}</b>
        <span className="second">
          {agent ?? 'unknown sender'}, {environment}
        </span>
      </td>
      <td className="small">
        {stateWords[state]}
        <span className="second">{last !== null && <Ago ms={last} now={now} />}</span>
      </td>
      <SightCells sight={sight} />
      <td className="num">{grouped(balance.received)}</td>
      <td className="num hide-n">{grouped(balance.analysed)}</td>
      <td className={balance.held === 0 ? 'num zero' : 'num'}>{grouped(balance.held)}</td>
      <td className={isLossy ? 'num lost' : 'num zero'}>{grouped(balance.dropped)}</td>
      <td
        className="num small two hide-n"
        title={own === null ? 'It does not say' : own.dropped_by}
      >
        {own === null ? '–' : grouped(own.dropped)}
      </td>
      <td className="small">
        <LastCheck check={check} name={name} now={now} />
      </td>
      <td>
        {key === null ? (
          <span className="small dim" title="Its key is not kept here, or was revoked">
            none here
          </span>
        ) : (
          <button type="button" className="btn s" onClick={revoke}>
            Revoke
          </button>
        )}
      </td>
    </tr>
  )
}

/** What it showed in the last ten minutes. */
function SightCells({ sight }: Pick<Sensor, 'sight'>): ReactElement {
  const vantages = sight?.vantages.join(', ') ?? ''
  const lag = sight?.lag_ms ?? null
  return (
    <>
      <td className="small">{vantages === '' ? '–' : vantages}</td>
      <td className="num">{sight === null ? '–' : perSecond(sight.rate_per_s)}</td>
      <td className="num small two hide-n" title="From the end of an exchange to its arrival">
        {lag === null ? '–' : `${grouped(Math.round(lag))} ms`}
      </td>
    </>
  )
}

interface LastCheckProps {
  readonly check: Sensor['last_check']
  readonly name: string
  readonly now: number
}

const checkWords = { arrived: 'Passed', waiting: 'Under way', missed: 'Failed' } as const

function LastCheck({ check, name, now }: LastCheckProps): ReactElement {
  if (check === null) {
    return (
      <span className="dim" title={`weir sensor check ${name} URL`}>
        never
      </span>
    )
  }
  return (
    <>
      {checkWords[check.state]}
      <span className="second">
        <Ago ms={check.at_ms} now={now} />
      </span>
    </>
  )
}

/** It cannot be undone, so it asks and says what it touches. */
function Revoke({
  name,
  close,
}: {
  readonly name: string
  readonly close: () => void
}): ReactElement {
  const client = useQueryClient()
  const revocation = useMutation({
    mutationFn: () => revokeSensor(name),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['sensors'] })
      close()
    },
  })
  return (
    <Dialog label={`Revoke the key of ${name}`} close={close}>
      <header>
        <h2>Revoke the key of {name}?</h2>
      </header>
      <div className="pad stack">
        <p>
          What it sends is refused from now on, and its traffic is not seen until it has a new key.
          The traffic itself goes on. What was learned stays.
        </p>
        {revocation.error !== null && (
          <p className="warn" role="alert">
            Not revoked. {revocation.error.message}
          </p>
        )}
        <div className="row">
          <button
            type="button"
            className="btn pri"
            disabled={revocation.isPending}
            onClick={() => revocation.mutate()}
          >
            Revoke the key
          </button>
          <button type="button" className="btn" onClick={close}>
            Keep it
          </button>
        </div>
      </div>
    </Dialog>
  )
}
