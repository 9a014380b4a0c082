import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CreatedSensor } from '@weir/schema/api'
import { type SensorHost, sensorHosts, sensorSetup } from '@weir/schema/setup'
import type { FormEvent, ReactElement } from 'react'
import { useState } from 'react'
import { createSensor } from '../../api/queries.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'

/** Makes a key, shows it once, and says where it goes. */
export function AddSensor({ close }: { readonly close: () => void }): ReactElement {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [host, setHost] = useState<SensorHost>('node')
  const [door, setDoor] = useState(false)
  const creation = useMutation({
    mutationFn: () => createSensor(name.trim(), door),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sensors'] }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    creation.mutate()
  }
  return (
    <Dialog label="Add a sensor" close={close}>
      <header>
        <h2>Add a sensor</h2>
        <div className="sp" />
        <button type="button" className="btn s" onClick={close}>
          Close <kbd>Esc</kbd>
        </button>
      </header>
      {creation.data === undefined ? (
        <form className="pad stack" onSubmit={submit}>
          <p className="two">
            A sensor is one place that watches: a service, a proxy. Give it the name of that place;
            its key opens nothing but the way in for copies of exchanges.
          </p>
          <label className="stack">
            <span className="lab">Name, such as accounts or edge-1</span>
            <span className="field">
              <input
                value={name}
                onChange={({ target }) => setName(target.value)}
                maxLength={64}
                required
                autoComplete="off"
                spellCheck={false}
              />
            </span>
          </label>
          <HostChoice host={host} choose={setHost} />
          <label className="row">
            <input
              type="checkbox"
              checked={door}
              onChange={({ target }) => setDoor(target.checked)}
            />
            <span>It is a door as well: it carries out what is decided</span>
          </label>
          {creation.error !== null && (
            <p className="warn" role="alert">
              {creation.error.message}
            </p>
          )}
          <div className="row">
            <button
              type="submit"
              className="btn pri"
              disabled={creation.isPending || name.trim() === ''}
            >
              Make a key
            </button>
          </div>
        </form>
      ) : (
        <Made sensor={creation.data} host={host} door={door} />
      )}
    </Dialog>
  )
}

interface HostChoiceProps {
  readonly host: SensorHost
  readonly choose: (host: SensorHost) => void
}

const hostWords: Readonly<Record<SensorHost, string>> = {
  node: 'Node service',
  nginx: 'nginx, OpenResty',
  haproxy: 'HAProxy',
  envoy: 'Envoy, Istio',
  otel: 'OpenTelemetry',
  http: 'Anything that can POST',
}

/** What it stands in decides what there is to copy. */
function HostChoice({ host, choose }: HostChoiceProps): ReactElement {
  return (
    <fieldset>
      <legend className="lab">It stands in</legend>
      <div className="row">
        {sensorHosts.map((one) => (
          <label key={one} className="row">
            <input type="radio" name="host" checked={one === host} onChange={() => choose(one)} />
            <span>{hostWords[one]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface MadeProps {
  readonly sensor: CreatedSensor
  readonly host: SensorHost
  readonly door: boolean
}

function Made({ sensor, host, door }: MadeProps): ReactElement {
  const setup = { url: location.origin, key: sensor.key, service: undefined, door }
  const commands = sensorSetup(host, setup).trimEnd()
  return (
    <div className="pad stack">
      <p>
        The key of <b>{sensor.name}</b> is shown this once. Once it is in place,{' '}
        <code>weir sensor check {sensor.name} URL</code> follows a call through it.
      </p>
      <pre className="code">{commands}</pre>
      <div className="row">
        <CopyButton text={commands} label="Copy the configuration" primary />
        <CopyButton text={sensor.key} label="Copy the key" />
      </div>
    </div>
  )
}
