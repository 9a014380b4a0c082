import { actorsOf } from './node-sums.ts'
import type { ParameterEvidence } from './route-match.ts'
import { overflowKey } from './route-node.ts'
import type { SegmentShape } from './segment-shape.ts'
import { distinctTexts, type Sibling } from './siblings.ts'

/** Why segments with this evidence are one parameter, in a sentence. */
export function reasonFor({ distinct, calls, shapes }: ParameterEvidence): string {
  const [usual] = shapes
  const look = usual === undefined ? 'values' : `most look like ${usual.shape}`
  const values = distinct === 1 ? '1 value' : `about ${distinct} different values`
  return `${values} in ${calls} calls; ${look}.`
}

export const unexplained: ParameterEvidence = {
  shapes: [],
  distinct: 0,
  calls: 0,
  evenness: null,
  agreement: 1,
  actors: 0,
  wordLike: [],
}

/** The evidence that these segments are one parameter. */
export function evidenceFor(members: readonly Sibling[]): ParameterEvidence {
  const calls = members.reduce((sum, member) => sum + member.calls, 0)
  return {
    shapes: shapesOf(members, calls),
    distinct: members.reduce((sum, member) => sum + distinctTexts(member), 0),
    calls,
    evenness: evennessOf(members),
    agreement: agreementOf(members),
    actors: Math.min(calls, actorsOf(members.flatMap(({ nodes }) => nodes))),
    wordLike: wordLikeAmong(members),
  }
}

function shapesOf(members: readonly Sibling[], calls: number): ParameterEvidence['shapes'] {
  const counts = new Map<SegmentShape, number>()
  for (const { shape, key, calls: of } of members) {
    if (key !== overflowKey) counts.set(shape, (counts.get(shape) ?? 0) + of)
  }
  return [...counts]
    .sort((left, right) => right[1] - left[1])
    .map(([shape, of]) => ({ shape, share: calls === 0 ? 0 : of / calls }))
}

/** Entropy of the known values as a share of the greatest possible (Pielou, 1966). */
function evennessOf(members: readonly Sibling[]): number | null {
  const counts = members.flatMap(({ text, calls, nodes }) =>
    text === null
      ? nodes.flatMap(({ values }) =>
          [...(values?.texts.entries.values() ?? [])].map((one) => one.seen),
        )
      : [calls],
  )
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (counts.length < 2 || total === 0) return null
  const entropy = counts.reduce((sum, count) => sum - (count / total) * Math.log(count / total), 0)
  return Math.min(1, entropy / Math.log(counts.length))
}

/** What follows a value and how it is answered, where at least half of all values have it. */
function agreementOf(members: readonly Sibling[]): number {
  const having = new Map<string, number>()
  for (const { events } of members) {
    for (const event of events.keys()) having.set(event, (having.get(event) ?? 0) + 1)
  }
  let usual = 0
  let all = 0
  for (const { events } of members) {
    for (const [event, count] of events) {
      all += count
      if ((having.get(event) ?? 0) * 2 >= members.length) usual += count
    }
  }
  return all === 0 ? 1 : usual / all
}

const mostWordLike = 8
/** What fewer actors use may be somebody's own name. */
const leastActors = 3

function wordLikeAmong(members: readonly Sibling[]): readonly string[] {
  return members
    .filter(({ text, lexical, actors }) => text !== null && lexical < 0 && actors >= leastActors)
    .sort((left, right) => right.calls - left.calls)
    .slice(0, mostWordLike)
    .map(({ text }) => text ?? '')
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
