import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { IncidentSummary } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { incidentsQuery } from '../../api/queries.ts'
import { SeverityMark } from '../../parts/severity.tsx'
import { Ago, useNow } from '../../parts/when.tsx'
import { counted } from '../../words/numbers.ts'
import { listed } from '../../words/names.ts'

/** Chains of findings; a quiet one stays until newer ones push it out. */
export function OpenIncidents(): ReactElement | null {
  const { data } = useQuery(incidentsQuery)
  const now = useNow()
  if (data === undefined || data.items.length === 0) return null
  return (
    <section className="sheet" aria-labelledby="incidents">
      <header>
        <h2 id="incidents">Incidents</h2>
        <span className="dim">{counted(data.total, 'chain')} of findings that belong together</span>
      </header>
      <ul className="rowlist at">
        {data.items.slice(0, 4).map((incident) => (
          <IncidentRow key={incident.id} incident={incident} now={now} />
        ))}
      </ul>
    </section>
  )
}

interface IncidentRowProps {
  readonly incident: IncidentSummary
  readonly now: number
}

function IncidentRow({ incident, now }: IncidentRowProps): ReactElement {
  const { id, severity, title, findings, services, last_ms: lastMs, state } = incident
  return (
    <li>
      <SeverityMark severity={severity} />
      <div className="cut">
        <Link to="/incidents/$incidentId" params={{ incidentId: id }} className="rowlink" data-row>
          {title}
        </Link>
        <p className="cut">
          {counted(findings, 'finding')} at {listed(services)}
          {state === 'quiet' && ', quiet now'}
        </p>
      </div>
      <span className="small dim num">
        <Ago ms={lastMs} now={now} />
      </span>
    </li>
  )
}
