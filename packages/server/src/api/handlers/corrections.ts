import { compileCorrections, type Correction, effectOf, readCorrection } from '@weir/engine'
import type { KeptCorrection } from '../../stores/corrections.ts'
import type { Answered } from '../decode-request.ts'
import type { Handler, Sources } from '../handler.ts'
import { done, refused } from '../outcome.ts'

type View = Answered<'listCorrections'>['items'][number]
type Effect = Answered<'createCorrection'>['effect']

const mostNames = 200

export const listCorrections: Handler<'listCorrections'> = ({ query }, { corrections }) => {
  const items = corrections
    .all()
    .filter(({ value }) => query.service === undefined || value.service === query.service)
    .map(viewOf)
  return done({ items, total: items.length })
}

export const createCorrection: Handler<'createCorrection'> = async (
  { query, body },
  sources,
  by,
) => {
  const read = readCorrection(body)
  if (!read.ok) return refused('REQUEST_INVALID', read.problem)
  const effect = effectWith(sources, body)
  if (query.preview === 'true') return done({ correction: null, effect })
  const made = await sources.corrections.put(body, by)
  if (!made.ok) return refused('DEFINITION_REFUSED', made.problem)
  return done({ correction: viewOf(made.value), effect })
}

export const undoCorrection: Handler<'undoCorrection'> = async ({ params }, sources, by) => {
  const id = params.correction_id
  return (await sources.corrections.remove(id, by))
    ? done({ id, undone: true })
    : refused('NOT_FOUND', 'There is no correction with this id.')
}

/** As the newest correction: of two about one place the newer holds. */
function effectWith({ hub, corrections }: Sources, given: Correction): Effect {
  const all = compileCorrections([...corrections.all().map(({ value }) => value), given])
  const { gone, made } = effectOf(hub.model(), given.service, all)
  return { gone: gone.slice(0, mostNames), made: made.slice(0, mostNames) }
}

function viewOf({ id, value, atMs, by }: KeptCorrection): View {
  const { kind, service, method, template, note } = value
  return { id, kind, service, method, template, note, at_ms: Math.max(0, atMs), by }
}
