import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ApiDecision, Incident } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { decisionsQuery } from '../../api/queries.ts'
import { CopyButton } from '../../parts/copy.tsx'
import { Answered } from '../../parts/states.tsx'
import { counted } from '../../words/numbers.ts'
import { decisionsAbout } from './incident-doors.ts'

/** The decisions of an incident with what each has touched, or how to make one. */
export function WhatDoorsDo({ incident }: { readonly incident: Incident }): ReactElement {
  const query = useQuery(decisionsQuery)
  return (
    <section className="sheet" aria-labelledby="what-doors-do">
      <header>
        <h2 id="what-doors-do">What doors do</h2>
        <span className="sp" />
        <Link className="small" to="/sensors">
          Decisions
        </Link>
      </header>
      <Answered query={query} rows={1}>
        {({ items }) => (
          <Decisions incident={incident} decisions={decisionsAbout(incident, items)} />
        )}
      </Answered>
    </section>
  )
}

interface DecisionsProps {
  readonly incident: Incident
  readonly decisions: readonly ApiDecision[]
}

function Decisions({ incident, decisions }: DecisionsProps): ReactElement {
  return (
    <div className="pad stack small">
      {decisions.length === 0 ? (
        <Suggestion incident={incident} />
      ) : (
        decisions.map((decision) => <Made key={decision.id} decision={decision} />)
      )}
    </div>
  )
}

function Made({ decision }: { readonly decision: ApiDecision }): ReactElement {
  const { action, mode, about, by, hits } = decision
  return (
    <div>
      <p>
        <b>{action.kind}</b> {mode === 'simulate' ? 'simulated' : 'enforced'} by {by},{' '}
        {counted(hits, 'call')}
      </p>
      <p className="mono cut dim" title={about}>
        {about}
      </p>
    </div>
  )
}

/** About the last finding: it names whoever went furthest. */
function Suggestion({ incident: { timeline } }: { readonly incident: Incident }): ReactElement {
  const command = `weir decisions deny --finding ${timeline.at(-1)?.finding ?? 'ID'}`
  return (
    <>
      <p className="two">
        Nothing is decided because of it. This counts whom it would touch; with{' '}
        <code>--enforce</code> doors refuse them.
      </p>
      <div className="row who">
        <code className="cut">{command}</code>
        <CopyButton text={command} />
      </div>
    </>
  )
}
