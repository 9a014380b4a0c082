import { overflowKey } from './route-node.ts'
import type { SegmentShape } from './segment-shape.ts'
import { distinctTexts, type Sibling } from './siblings.ts'

/** Why these segments are one parameter, for people. */
export function reasonFor(members: readonly Sibling[]): string {
  const distinct = members.reduce((sum, member) => sum + distinctTexts(member), 0)
  const calls = members.reduce((sum, member) => sum + member.calls, 0)
  const shapes = new Map<SegmentShape, number>()
  for (const { shape, key, calls: of } of members) {
    if (key !== overflowKey) shapes.set(shape, (shapes.get(shape) ?? 0) + of)
  }
  const [usual] = [...shapes].sort((left, right) => right[1] - left[1])
  const look = usual === undefined ? 'values' : `most look like ${usual[0]}`
  const values = distinct === 1 ? '1 value' : `about ${distinct} different values`
  return `${values} in ${calls} calls; ${look}.`
}

export function parameterType(members: readonly Sibling[]): string {
  const types = new Set(members.map(({ shape }) => typeOf(shape)))
  const [only] = types
  return types.size === 1 && only !== undefined ? only : 'string'
}

function typeOf(shape: SegmentShape): string {
  if (shape === 'small-integer' || shape === 'integer') return 'integer'
  if (shape === 'decimal') return 'number'
  return shape === 'uuid' || shape === 'date' || shape === 'email' ? shape : 'string'
}
