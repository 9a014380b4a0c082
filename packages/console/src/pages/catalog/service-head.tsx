import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Service } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { serviceQuery } from '../../api/queries.ts'
import { Sparkline } from '../../charts/sparkline.tsx'
import { DataTypeMarks } from '../../parts/data-type.tsx'
import { Answered } from '../../parts/states.tsx'
import { listed } from '../../words/names.ts'
import { counted, grouped, percent } from '../../words/numbers.ts'

/** One service above its operations: who it is, how much flows, whom it calls. */
export function ServiceHead({ name }: { readonly name: string }): ReactElement {
  const query = useQuery(serviceQuery(name))
  return (
    <Answered query={query} rows={3}>
      {(service) => (
        <div className="stack">
          <div className="ttl">
            <div>
              <h1>{name}</h1>
              <p className="lead">{leadOf(service)}</p>
            </div>
            <div className="sp" />
            <Link to="/catalog/specs/$service" params={{ service: name }} className="btn">
              Specification
            </Link>
          </div>
          <Figures service={service} />
          <div className="row">
            <DataTypeMarks types={service.data_types} most={9} />
          </div>
        </div>
      )}
    </Answered>
  )
}

const placementWords = {
  internal: 'One of ours',
  external: 'A third party',
  unknown: 'Not placed yet',
} as const

function leadOf({ placement, addresses, called_by: callers, calls_to: called }: Service): string {
  const at = addresses.length > 0 ? ` at ${listed(addresses, 2)}` : ''
  const by =
    callers.length > 0
      ? ` Called by ${listed(
          callers.map(({ source }) => source),
          4,
        )}.`
      : ''
  const to =
    called.length > 0
      ? ` Calls ${listed(
          called.map(({ service }) => service),
          4,
        )}.`
      : ''
  return `${placementWords[placement]}${at}.${by}${to}`
}

function Figures({ service }: { readonly service: Service }): ReactElement {
  const { exchanges, known_share: known, findings, traffic, name } = service
  return (
    <dl className="strip">
      <div>
        <dt>Exchanges</dt>
        <dd>
          <span className="fig">{grouped(exchanges)}</span>
          {traffic !== null && <Sparkline values={traffic.map(({ calls }) => calls)} />}
        </dd>
      </div>
      <div>
        <dt>Next call unseen</dt>
        <dd>
          <span className="fig">{known === null ? '–' : percent(1 - known)}</span>
        </dd>
      </div>
      <div>
        <dt>Callers</dt>
        <dd>
          <span className="fig">{grouped(service.callers)}</span>
        </dd>
      </div>
      <div>
        <dt>Active findings</dt>
        <dd>
          <span className={findings > 0 ? 'fig hot' : 'fig'}>{grouped(findings)}</span>
          {findings > 0 && (
            <Link to="/findings" search={{ q: `service:${name}` }} className="small">
              Show {counted(findings, 'finding')}
            </Link>
          )}
        </dd>
      </div>
      <Document service={service} />
    </dl>
  )
}

function Document({ service: { name, spec } }: { readonly service: Service }): ReactElement {
  return (
    <div>
      <dt>Off its document</dt>
      <dd>
        {spec === null ? (
          <span className="fig zero" title="Nobody has given one">
            –
          </span>
        ) : (
          <span className={spec.shadow > 0 ? 'fig warn' : 'fig'}>{grouped(spec.differences)}</span>
        )}
        <Link to="/catalog/specs/$service" params={{ service: name }} className="small">
          {spec === null ? 'Give one' : 'Show'}
        </Link>
      </dd>
    </div>
  )
}
