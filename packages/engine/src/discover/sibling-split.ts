import type { Sibling } from './siblings.ts'
import { clamp, type SplitContext, support } from './split-context.ts'
import { ValuePool } from './value-pool.ts'
import { weights } from './weights.ts'

export interface Split {
  readonly literals: readonly Sibling[]
  /** Values of the parameter at this position; empty when there is none. */
  readonly values: readonly Sibling[]
}

/** Decides which siblings are words of the API and which are values of one parameter. */
export function splitSiblings(siblings: readonly Sibling[], context: SplitContext): Split {
  const values = new ValuePool(context)
  const constants: Sibling[] = []
  const open: Sibling[] = []
  for (const one of siblings) {
    if (isConstant(one, siblings, context)) constants.push(one)
    else if (isPlainValue(one, siblings, context)) values.add(one)
    else open.push(one)
  }
  const words = addGroups(join(open, values, context), values, context)
  const [only] = words
  if (only !== undefined && words.length === 1 && values.members.length === 0) {
    if (loneScore(only, context) > 0) return { literals: constants, values: words }
  }
  return { literals: [...constants, ...words], values: values.members }
}

function isConstant(one: Sibling, siblings: readonly Sibling[], context: SplitContext): boolean {
  return one.text === null && constantText(one, siblings, context) !== null
}

function isPlainValue(one: Sibling, siblings: readonly Sibling[], context: SplitContext): boolean {
  if (one.text === null) return true
  return siblings.length > 1 && placedWeight(one, context) >= weights.seed
}

/** Adds groups of siblings that look like values only together; gives back the words that stay. */
function addGroups(
  open: readonly Sibling[],
  values: ValuePool,
  context: SplitContext,
): readonly Sibling[] {
  let left = open
  for (let round = 0; round < 3 && left.length > 1; round += 1) {
    const group = bestGroup(left, context)
    if (group === null) return left
    const fitting = new Set(fittingMembers(group, context))
    for (const one of fitting) values.add(one)
    const others = left.filter((one) => !fitting.has(one))
    left = join(others, values, context)
  }
  return left
}

function placedWeight(one: Sibling, context: SplitContext): number {
  const place = isVersionPlace(one, context) ? weights.versionPlace : 0
  return one.lexical + place + vocabularyWeight(one, context)
}

/** One of the counted positions is this one, so a single one against the others proves little. */
function vocabularyWeight(one: Sibling, context: SplitContext): number {
  const known = one.text === null ? undefined : context.vocabulary.get(one.text)
  if (known === undefined) return 0
  if (known.values > 1 && known.words < 2) return weights.valueElsewhere
  if (known.values === 1 && known.words === 1) return weights.valueSomewhere
  return known.words > 1 && known.values < known.words ? weights.wordElsewhere : 0
}

/** A number at the beginning or after `api` or `v` is a version. */
function isVersionPlace(one: Sibling, context: SplitContext): boolean {
  if (!['small-integer', 'integer', 'date', 'version', 'release'].includes(one.shape)) return false
  return context.first || /^(?:api|rest|v|ver|version)$/i.test(context.before ?? '')
}

/** The one text a value shape was ever seen with, when it is a word of the API after all. */
export function constantText(
  one: Sibling,
  siblings: readonly Sibling[],
  context: SplitContext,
): string | null {
  const texts = new Set<string>()
  for (const node of one.nodes) {
    if (node.values === null) return null
    for (const entry of node.values.texts.entries.values()) texts.add(entry.value)
    if (node.values.texts.entries.size > 1) return null
  }
  const [text] = texts
  if (texts.size !== 1 || text === undefined || text === '') return null
  const alone = siblings.every((other) => other === one || other.lexical < 0)
  const score =
    placedWeight(one, context) +
    (alone ? weights.lonePrior : 0) +
    weights.constantPerLogCall * Math.log(support(one, context))
  return score < 0 ? text : null
}

function loneScore(one: Sibling, context: SplitContext): number {
  return (
    placedWeight(one, context) +
    weights.lonePrior +
    weights.constantPerLogCall * Math.log(support(one, context))
  )
}

/** Moves every open sibling that fits the values so far into them; twice, since values accumulate. */
function join(open: readonly Sibling[], values: ValuePool, context: SplitContext): Sibling[] {
  let left = [...open]
  for (let round = 0; round < 2; round += 1) {
    if (values.members.length === 0) return left
    const ordered = left.toSorted((one, other) => other.lexical - one.lexical)
    const joining = new Set<Sibling>()
    for (const one of ordered) {
      if (memberScore(one, values, context) <= 0) continue
      joining.add(one)
      values.add(one)
    }
    if (joining.size === 0) return left
    left = left.filter((one) => !joining.has(one))
  }
  return left
}

/** Log-odds that `one` is a value like those in the pool. */
function memberScore(one: Sibling, values: ValuePool, context: SplitContext): number {
  return (
    placedWeight(one, context) +
    callsWeight(one, values.callsPerValue(), context) +
    values.companyWeight() +
    values.agreement(one)
  )
}

/** A group without the words that only its size carried along. */
function fittingMembers(group: readonly Sibling[], context: SplitContext): readonly Sibling[] {
  const pool = new ValuePool(context)
  for (const one of group) pool.add(one)
  return group.filter((one) => memberScore(one, pool, context) > weights.strayMember)
}

/** The siblings around the most telling shared event, if together they look like values. */
function bestGroup(open: readonly Sibling[], context: SplitContext): readonly Sibling[] | null {
  let best: readonly Sibling[] | null = null
  let bestScore = 0
  for (const candidate of candidateGroups(open, context)) {
    const score = groupScore(candidate, context)
    if (score <= bestScore) continue
    best = candidate
    bestScore = score
  }
  return best
}

function candidateGroups(
  open: readonly Sibling[],
  context: SplitContext,
): readonly (readonly Sibling[])[] {
  const byEvent = new Map<string, Sibling[]>()
  for (const one of open) {
    for (const event of one.events.keys()) {
      const known = byEvent.get(event)
      if (known === undefined) byEvent.set(event, [one])
      else known.push(one)
    }
  }
  const telling = [...byEvent]
    .filter(([, members]) => members.length > 1)
    .map(([event, members]) => ({
      members,
      weight: surprise(event, context) * (members.length - 1),
    }))
    .sort((left, right) => right.weight - left.weight)
    .slice(0, 4)
  return [open, ...telling.map(({ members }) => members)]
}

function groupScore(group: readonly Sibling[], context: SplitContext): number {
  const pool = new ValuePool(context)
  for (const one of group) pool.add(one)
  let sum = 0
  for (const one of group) sum += placedWeight(one, context) + pool.agreement(one)
  const members = 1 + weights.groupGrowth * Math.log(group.length)
  return weights.groupPrior + (sum / group.length) * members + noveltyWeight(group, context)
}

/**
 * How many different texts so many calls bring. Values keep coming, about θ ln(1 + N/θ) in N calls (Ewens
 * 1972) and √N in many (Heaps 1978); words get `usualCalls` each, or more. Both counts are taken as Poisson.
 */
function noveltyWeight(group: readonly Sibling[], context: SplitContext): number {
  let calls = 0
  for (const one of group) calls += one.calls
  const slow = weights.diversity * Math.log(1 + calls / weights.diversity)
  const ofValues = Math.max(slow, Math.sqrt(calls))
  const ofWords = Math.max(
    1,
    Math.min(group.length, (weights.rareWords * calls) / context.usualCalls),
  )
  const odds = group.length * Math.log(ofValues / ofWords) - (ofValues - ofWords)
  return clamp(odds, weights.noveltyLeast, weights.noveltyMost)
}

/**
 * Calls as one more value of the others would get them, against calls as words here get them. Both are
 * taken as power laws around their mean; values, being many, have the shorter tail.
 */
function callsWeight(one: Sibling, perValue: number, context: SplitContext): number {
  const calls = support(one, context)
  const usual = Math.max(context.usualCalls, 1)
  const asValue = Math.log(2 / perValue) - 3 * Math.log(1 + calls / perValue)
  const asWord = -Math.log(usual) - 2 * Math.log(1 + calls / usual)
  return clamp(asValue - asWord, weights.callsLeast, weights.callsMost)
}

function surprise(event: string, context: SplitContext): number {
  return -Math.log(context.eventRates.get(event) ?? context.rareEvent)
}
