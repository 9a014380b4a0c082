import { Link } from '@tanstack/react-router'
import type { Incident, Severity } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { StaffGauge } from '../../charts/staff-gauge.tsx'
import { OperationName } from '../../parts/operation-name.tsx'
import { shortActor } from '../../words/names.ts'
import { bytes, counted, grouped, rounded } from '../../words/numbers.ts'

type Gauge = Incident['normal'][number]

interface AgainstProps {
  readonly gauges: readonly Gauge[]
  readonly severity: Severity
}

const shown = 3
/** Beyond what is known by this factor a number is drawn as one that breaks it. */
const clearly = 1.2

/** Numbers of the incident against what was learned. */
export function Against({ gauges, severity }: AgainstProps): ReactElement {
  return (
    <div>
      <h2>Against what is normal</h2>
      {gauges.length === 0 && (
        <p className="small two">
          No number of these operations had been learned well enough to hold against; the claims
          beside rest on what was said and done, not on how often.
        </p>
      )}
      {gauges.slice(0, shown).map((gauge) => (
        <GaugeLine
          key={`${gauge.measure} ${gauge.operation.id} ${gauge.actor}`}
          gauge={gauge}
          severity={severity}
        />
      ))}
    </div>
  )
}

interface GaugeLineProps {
  readonly gauge: Gauge
  readonly severity: Severity
}

function GaugeLine({ gauge, severity }: GaugeLineProps): ReactElement {
  const { measure, operation, actor, seen, usual, learned_calls: learned } = gauge
  const number = measure === 'calls' ? grouped : bytes
  const isBroken = seen > usual * clearly
  const times = isBroken && usual > 0 ? `, so ${rounded(seen / usual, 2)} times` : ', so as usual'
  const known = `at most ${number(Math.round(usual))} in 99 of 100, learned from ${counted(learned, 'call')}${times}`
  const what = measure === 'calls' ? 'Calls of one actor in a window' : 'Largest answer'
  return (
    <div className="bl">
      <p className="small">
        <span className="two">{what}</span>{' '}
        <Link
          to="/catalog/$operationId"
          params={{ operationId: operation.id }}
          title={operation.service}
        >
          <OperationName method={operation.method} template={operation.template} />
        </Link>
      </p>
      <p className="r">
        <b className={isBroken ? severity : undefined}>{number(Math.round(seen))}</b>
        <span className="small two">{known}</span>
      </p>
      <StaffGauge
        label={`${what} by ${shortActor(actor)}: ${number(Math.round(seen))}, known ${known}`}
        known={usual}
        seen={seen}
        severity={isBroken ? severity : 'low'}
        width={300}
      />
    </div>
  )
}
