import type { OwnType } from '@weir/engine'
import type { Kept } from '../../stores/kept-list.ts'
import { ownTypeFrom, writtenOwnType } from '../../stores/own-types.ts'
import type { Answered } from '../decode-request.ts'
import type { Handler } from '../handler.ts'
import { done, refused } from '../outcome.ts'

export const listOwnTypes: Handler<'listOwnTypes'> = (_asked, { ownTypes }) => {
  const items = ownTypes.all().map(viewOf)
  return done({ items, total: items.length })
}

export const defineOwnType: Handler<'defineOwnType'> = async ({ body }, { ownTypes }, by) => {
  const made = await ownTypes.put(ownTypeFrom(body), by)
  return made.ok ? done(viewOf(made.value)) : refused('DEFINITION_REFUSED', made.problem)
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
