import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiDecision } from '@weir/schema/api'
import type { ReactElement } from 'react'
import { decisionsQuery, undoDecision } from '../../api/queries.ts'
import { Template } from '../../parts/operation-name.tsx'
import { Answered } from '../../parts/states.tsx'
import { useNow } from '../../parts/when.tsx'
import { since } from '../../words/names.ts'
import { grouped } from '../../words/numbers.ts'

/** What doors are told to do, whom it has touched, and how to take it back. */
export function DecisionsSheet(): ReactElement {
  const query = useQuery(decisionsQuery)
  return (
    <section className="sheet" aria-labelledby="decisions">
      <header>
        <h2 id="decisions">Decisions in force</h2>
        <span className="dim">made by people, or by a rule a person set</span>
      </header>
      <Answered query={query} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="dim pad">
              None. <code>weir decisions deny --finding ID</code> counts whom it would touch;{' '}
              <code>--enforce</code> refuses them.
            </p>
          ) : (
            <DecisionTable items={items} />
          )
        }
      </Answered>
    </section>
  )
}

function DecisionTable({ items }: { readonly items: readonly ApiDecision[] }): ReactElement {
  const now = useNow()
  return (
    <table className="st">
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">About</th>
          <th scope="col">Where</th>
          <th scope="col">Why</th>
          <th scope="col" className="num">
            Hits
          </th>
          <th scope="col" className="num">
            Left
          </th>
          <th scope="col">
            <span className="vh">Undo</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} now={now} />
        ))}
      </tbody>
    </table>
  )
}

interface DecisionRowProps {
  readonly decision: ApiDecision
  readonly now: number
}

function DecisionRow({ decision, now }: DecisionRowProps): ReactElement {
  const {
    action,
    mode,
    about,
    match,
    reason,
    by,
    hits,
    until_ms: until,
    blown_at: blown,
  } = decision
  return (
    <tr className={blown.length > 0 ? 'warm' : undefined}>
      <td>
        <b>{action.kind}</b>
        <span className="second">
          {blown.length > 0
            ? `held back at ${blown.join(', ')}: it touched too many`
            : mode === 'simulate'
              ? 'simulated: touches nobody'
              : 'enforced'}
        </span>
      </td>
      <td className="cut mono" title={about}>
        {about}
      </td>
      <td className="small">
        {match.service ?? 'every service'} {match.method}{' '}
        {match.template !== null && <Template template={match.template} />}
        {match.from === 'outside' && <span className="second">from outside only</span>}
      </td>
      <td className="small two cut" title={reason}>
        {reason}
        <span className="second">by {by}</span>
      </td>
      <td className={hits === 0 ? 'num zero' : 'num'}>{grouped(hits)}</td>
      <td className="num small dim">{since(now, until)}</td>
      <td>
        <Undo id={decision.id} />
      </td>
    </tr>
  )
}

function Undo({ id }: { readonly id: string }): ReactElement {
  const client = useQueryClient()
  const undoing = useMutation({
    mutationFn: () => undoDecision(id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['decisions'] }),
  })
  return (
    <button
      type="button"
      className="btn s"
      disabled={undoing.isPending}
      title={undoing.error?.message}
      onClick={() => undoing.mutate()}
    >
      Undo
    </button>
  )
}
