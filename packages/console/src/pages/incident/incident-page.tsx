import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Incident } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { decisionsQuery, incidentQuery } from '../../api/queries.ts'
import { Page } from '../../app/page.tsx'
import { Chain } from '../../charts/chain/chain.tsx'
import { SeverityMark } from '../../parts/severity.tsx'
import { Answered } from '../../parts/states.tsx'
import { useNow } from '../../parts/when.tsx'
import { ago } from '../../words/names.ts'
import { counted } from '../../words/numbers.ts'
import { lasting } from '../../words/times.ts'
import { Against } from './against.tsx'
import { decisionsAbout, doorsInWords } from './incident-doors.ts'
import { incidentLead } from './incident-lead.ts'
import { Timeline } from './timeline.tsx'
import { ToDo } from './to-do.tsx'
import { Maps } from '../../parts/maps.tsx'

/** One chain of findings: what happened, to what, against what is normal, what to do. */
export function IncidentPage(): ReactElement {
  const { incidentId } = useParams({ from: '/incidents/$incidentId' })
  const query = useQuery(incidentQuery(incidentId))
  return (
    <Page
      title={query.data?.title ?? 'Incident'}
      above={[{ name: 'Findings', to: '/findings' }]}
      here={`Incident ${incidentId.slice(-6)}`}
    >
      <Answered query={query} rows={8}>
        {(incident) => <IncidentSheets incident={incident} />}
      </Answered>
    </Page>
  )
}

function IncidentSheets({ incident }: { readonly incident: Incident }): ReactElement {
  const { findings, maps, timeline, services, first_ms: first, last_ms: last } = incident
  const { flows, normal } = incident
  return (
    <>
      <Head incident={incident} />
      <div className="three">
        <div className="lc">
          <section className="sheet" aria-labelledby="happened">
            <header>
              <h2 id="happened">What happened</h2>
              <span className="dim">
                {counted(findings, 'finding')}, one chain, {lasting(last - first)}
              </span>
              <span className="sp" />
              <Maps maps={maps} />
            </header>
            <Timeline steps={timeline} />
          </section>
          <section className="sheet pair">
            <div>
              <Chain
                flows={flows.filter(({ service }) => services.includes(service))}
                steps={timeline}
              />
            </div>
            <Against gauges={normal} severity={incident.severity} />
          </section>
        </div>
        <ToDo incident={incident} />
      </div>
    </>
  )
}

function Head({ incident }: { readonly incident: Incident }): ReactElement {
  const { severity, state, title, first_ms: first } = incident
  const now = useNow()
  const { data: decisions } = useQuery(decisionsQuery)
  return (
    <div className="ih">
      <div>
        <div className="row">
          <SeverityMark severity={severity} />
          <span className="tag">{state === 'active' ? 'Active' : 'Quiet'}</span>
          <span className="small dim">
            began {ago(first, now)}
            {decisions && `, ${doorsInWords(decisionsAbout(incident, decisions.items))}`}
          </span>
        </div>
        <h1>{title}</h1>
        <p className="lead">{incidentLead(incident)}</p>
      </div>
    </div>
  )
}
