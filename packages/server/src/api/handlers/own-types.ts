import { type OwnType, readOwnType } from '@weir/engine'
import type { Kept } from '../../stores/kept-list.ts'
import { ownTypeFrom, writtenOwnType } from '../../stores/own-types.ts'
import type { Answered } from '../decode-request.ts'
import type { Handler } from '../handler.ts'
import { done, type Outcome, refused } from '../outcome.ts'

export const listOwnTypes: Handler<'listOwnTypes'> = (_asked, { ownTypes }) => {
  const items = ownTypes.all().map(viewOf)
  return done({ items, total: items.length })
}

export const defineOwnType: Handler<'defineOwnType'> = async (
  { query, body },
  { ownTypes, clock },
  by,
) => {
  if (query.preview === 'true') {
    const read = readOwnType(ownTypeFrom(body))
    return read.ok ? done({ ...body, at_ms: clock.now(), by }) : refusal(read.problem)
  }
  const made = await ownTypes.put(ownTypeFrom(body), by)
  return made.ok ? done(viewOf(made.value)) : refusal(made.problem)
}

/** The reason, at the name it begins with: `examples.0: is not of this type`. */
function refusal(problem: string): Outcome<never> {
  const [, name, what] = /^([a-z]+(?:\.\d{1,3})?): (.*)$/s.exec(problem) ?? []
  if (name === undefined || what === undefined) return refused('DEFINITION_REFUSED', problem)
  return refused('DEFINITION_REFUSED', problem, [{ in: 'body', name, what }])
}

export const removeOwnType: Handler<'removeOwnType'> = async ({ params }, { ownTypes }, by) => {
  const id = params.type_id
  return (await ownTypes.remove(id, by))
    ? done({ id, removed: true })
    : refused('NOT_FOUND', 'Nobody defined a type of this id.')
}

function viewOf({ value, atMs, by }: Kept<OwnType>): Answered<'defineOwnType'> {
  return { ...writtenOwnType(value), at_ms: Math.max(0, atMs), by }
}
