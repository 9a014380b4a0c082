import { Link } from '@tanstack/react-router'
import type { Incident } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { Actor } from '../../parts/actor.tsx'
import { DataTypeMarks } from '../../parts/data-type.tsx'
import { OperationName } from '../../parts/operation-name.tsx'
import { sentence, withoutOffset } from '../../words/names.ts'
import { counted } from '../../words/numbers.ts'
import { clockTime, fullTime, offset } from '../../words/times.ts'

type Step = Incident['timeline'][number]

/** Time, mark, claim, the exchange, why it is odd; the numbers stand on the graph, too. */
export function Timeline({ steps }: { readonly steps: readonly Step[] }): ReactElement {
  return (
    <ol className="tl">
      {steps.map((step) => (
        <TimelineStep key={step.finding} step={step} />
      ))}
    </ol>
  )
}

function TimelineStep({ step }: { readonly step: Step }): ReactElement {
  const { number, at_ms: at, offset_ms: since, severity, title, tracker, finding, why } = step
  return (
    <li className={severity}>
      <div className="when">
        <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
          {clockTime(at)}
        </time>
        <span className="small dim">{number === 1 ? 'first' : offset(since)}</span>
      </div>
      <span className="dot" aria-label={`Step ${number}`} role="img">
        {number}
      </span>
      <div className="what">
        <div className="hd">
          <Link
            to="/findings/$findingId"
            params={{ findingId: finding }}
            className="rowlink"
            data-row
          >
            {title}
          </Link>
          <span className="mono trk">{tracker}</span>
        </div>
        <StepCall step={step} />
        <p className="two">
          {sentence(withoutOffset(why)).slice(0, -1)}
          {step.count > 1 && `, ${counted(step.count, 'exchange')} like it`}
        </p>
      </div>
    </li>
  )
}

function StepCall({ step }: { readonly step: Step }): ReactElement {
  const { call, actor, service } = step
  if (call === null) {
    return (
      <p className="dim">
        <Actor actor={actor} /> at {service}; its exchange is not in the ledger
      </p>
    )
  }
  return (
    <p className="did">
      <OperationName method={call.method} template={call.template} />{' '}
      <span className="two">
        {call.action !== null && `${call.action} `}at {service} by <Actor actor={actor} />
        {call.status !== null && `, ${call.status}`}
      </span>{' '}
      <DataTypeMarks types={call.data_types.filter(({ direction }) => direction === 'res')} />
    </p>
  )
}
