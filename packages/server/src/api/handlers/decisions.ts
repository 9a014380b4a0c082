import type { KeptDecision } from '../../doors/kept-decisions.ts'
import { subjectOf } from '../../doors/subject.ts'
import type { Kept } from '../../stores/kept-list.ts'
import type { Answered } from '../decode-request.ts'
import type { Handler, Sources } from '../handler.ts'
import { done, refused } from '../outcome.ts'

type View = Answered<'createDecision'>

export const listDecisions: Handler<'listDecisions'> = ({ query }, sources) => {
  const now = sources.clock.now()
  const items = sources.doors.decisions
    .all()
    .filter(({ value }) => value.until_ms > now)
    .filter(({ value }) => query.service === undefined || value.match.service === query.service)
    .map((kept) => viewOf(kept, sources))
    .sort((left, right) => right.at_ms - left.at_ms)
  return done({ items, total: items.length })
}

export const createDecision: Handler<'createDecision'> = async ({ body }, sources, by) => {
  const { hub, doors, clock } = sources
  const named = subjectOf(body.subject, body.match, { hub, ...doors })
  if (!named.ok) return refused('DEFINITION_REFUSED', named.problem)
  const { subject, about } = named.value
  const { match, action, mode, ttl_s: seconds, reason } = body
  const made = await doors.decisions.put(
    {
      subject,
      about,
      match,
      action,
      mode,
      until_ms: Math.round(clock.now() + seconds * 1_000),
      reason,
      finding: body.subject.kind === 'finding' ? body.subject.id : null,
    },
    by,
  )
  return made.ok ? done(viewOf(made.value, sources)) : refused('DEFINITION_REFUSED', made.problem)
}

export const undoDecision: Handler<'undoDecision'> = async ({ params }, { doors }, by) => {
  const id = params.decision_id
  return (await doors.decisions.remove(id, by))
    ? done({ id, undone: true })
    : refused('NOT_FOUND', 'No decision with this id is in force.')
}

function viewOf({ id, value, atMs, by }: Kept<KeptDecision>, { doors }: Sources): View {
  const { subject, about, match, action, mode, until_ms, reason, finding } = value
  const { hits, blownAt } = doors.registry.hitsOf(id)
  return {
    id,
    subject_kind: subject.kind,
    about,
    match,
    action: action.kind === 'redact' ? { kind: 'redact', fields: [...action.fields] } : action,
    mode,
    until_ms,
    reason,
    finding,
    at_ms: Math.max(0, atMs),
    by,
    hits,
    blown_at: [...blownAt],
  }
}
