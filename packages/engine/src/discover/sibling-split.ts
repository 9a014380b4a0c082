import { distinctTexts, type Sibling } from './siblings.ts'
import { weights } from './weights.ts'

/** What is known of the service around one position. */
export interface SplitContext {
  readonly eventRates: ReadonlyMap<string, number>
  /** Rate of an event never seen where words stand side by side. */
  readonly rareEvent: number
  /** Calls a word of this API typically gets. */
  readonly usualCalls: number
  /** Different actors of the service; with fewer than three, actors say nothing. */
  readonly actors: number
  /** What a first reading of the whole service took each text for. */
  readonly vocabulary: Vocabulary
  /** The segment before, null at the beginning and after a parameter. */
  readonly before: string | null
  readonly first: boolean
}

/** At how many positions a text was taken for a value, and for a word. */
export type Vocabulary = ReadonlyMap<string, { readonly values: number; readonly words: number }>

export interface Split {
  readonly literals: readonly Sibling[]
  /** Values of the parameter at this position; empty when there is none. */
  readonly values: readonly Sibling[]
}

/** Decides which siblings are words of the API and which are values of one parameter. */
export function splitSiblings(siblings: readonly Sibling[], context: SplitContext): Split {
  const values = new Pool(context)
  let open: Sibling[] = []
  const constants: Sibling[] = []
  for (const one of siblings) {
    if (one.text === null) {
      if (constantText(one, siblings, context) === null) values.add(one)
      else constants.push(one)
    } else if (placedWeight(one, context) >= weights.seed && siblings.length > 1) values.add(one)
    else open.push(one)
  }
  open = join(open, values, context)
  for (let round = 0; round < 3 && open.length > 1; round += 1) {
    const group = bestGroup(open, context)
    if (group === null) break
    const fitting = new Set(fittingMembers(group, context))
    for (const one of fitting) values.add(one)
    open = join(
      open.filter((one) => !fitting.has(one)),
      values,
      context,
    )
  }
  if (values.members.length === 0 && open.length === 1) {
    const [only] = open
    if (only !== undefined && loneScore(only, context) > 0) return { literals: constants, values: open }
  }
  return { literals: [...constants, ...open], values: values.members }
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
function join(open: readonly Sibling[], values: Pool, context: SplitContext): Sibling[] {
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
function memberScore(one: Sibling, values: Pool, context: SplitContext): number {
  return (
    placedWeight(one, context) +
    callsWeight(one, values.callsPerValue(), context) +
    values.companyWeight() +
    values.agreement(one)
  )
}

/** A group without the words that only its size carried along. */
function fittingMembers(group: readonly Sibling[], context: SplitContext): readonly Sibling[] {
  const pool = new Pool(context)
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
    .map(([event, members]) => ({ members, weight: surprise(event, context) * (members.length - 1) }))
    .sort((left, right) => right.weight - left.weight)
    .slice(0, 4)
  return [open, ...telling.map(({ members }) => members)]
}

function groupScore(group: readonly Sibling[], context: SplitContext): number {
  const pool = new Pool(context)
  for (const one of group) pool.add(one)
  let sum = 0
  for (const one of group) sum += placedWeight(one, context) + pool.agreement(one)
  const members = 1 + weights.groupGrowth * Math.log(group.length)
  return weights.groupPrior + (sum / group.length) * members + noveltyWeight(group, context)
}

/**
 * How many different texts so many calls bring. Values keep coming, about θ ln(1 + N/θ) in N calls (Ewens
 * 1972); words get `usualCalls` each, or more. Both counts are taken as Poisson.
 */
function noveltyWeight(group: readonly Sibling[], context: SplitContext): number {
  let calls = 0
  for (const one of group) calls += support(one, context)
  const ofValues = weights.diversity * Math.log(1 + calls / weights.diversity)
  const ofWords = Math.max(1, Math.min(group.length, (weights.rareWords * calls) / context.usualCalls))
  const odds = group.length * Math.log(ofValues / ofWords) - (ofValues - ofWords)
  return clamp(odds, -weights.noveltyMost, weights.noveltyMost)
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

/** Calls, or actors where there are several: one person's own value is called often by one. */
function support(one: Sibling, context: SplitContext): number {
  return Math.max(1, context.actors < 3 ? one.calls : one.actors)
}

function surprise(event: string, context: SplitContext): number {
  return -Math.log(context.eventRates.get(event) ?? context.rareEvent)
}

/** Following values and an answer without a body are at home everywhere. */
function mostOf(event: string): number {
  return event === '{}' || event.endsWith(' 00000000') ? weights.plainEventMost : weights.eventMost
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

/** Siblings taken for values of one parameter, and what is usually done with them. */
class Pool {
  readonly members: Sibling[] = []
  readonly #counts = new Map<string, number>()
  readonly #in = new Set<Sibling>()
  readonly #context: SplitContext
  #calls = 0
  #distinct = 0
  #wordy = 0
  #strict = 0

  constructor(context: SplitContext) {
    this.#context = context
  }

  add(one: Sibling): void {
    this.members.push(one)
    this.#in.add(one)
    this.#calls += support(one, this.#context)
    this.#distinct += distinctTexts(one)
    if (one.text !== null || one.shape === 'numbered-slug') this.#wordy += 1
    else this.#strict += 1
    for (const event of one.events.keys()) {
      this.#counts.set(event, (this.#counts.get(event) ?? 0) + 1)
    }
  }

  callsPerValue(): number {
    return Math.max(1, this.#calls / Math.max(1, this.#distinct))
  }

  /** Whether words are at home among these values. */
  companyWeight(): number {
    return this.#wordy > 0 ? weights.besideWordyValues : weights.besideStrictValues
  }

  /** Where every member does something of its own, doing something new says little. */
  #usualForNovel(members: number): number {
    let own = 0
    for (const count of this.#counts.values()) if (count === 1) own += 1
    const share = (own + weights.eventPrior) / (members + weights.eventPrior)
    return Math.max(weights.eventLeast, Math.min(0, Math.log(share)))
  }

  /** Log-odds that what is done with `one` comes from the same habit as what is done with the others. */
  agreement(one: Sibling): number {
    const own = this.#in.has(one) ? 1 : 0
    const members = this.members.length - own
    let sum = 0
    for (const event of one.events.keys()) {
      const rate = this.#context.eventRates.get(event) ?? this.#context.rareEvent
      const others = (this.#counts.get(event) ?? 0) - own
      const shared = (others + weights.eventPrior * rate) / (members + weights.eventPrior)
      const unseen = others === 0 ? this.#usualForNovel(members) : weights.eventLeast
      sum += clamp(Math.log(shared / rate), unseen, mostOf(event))
    }
    return clamp(sum, weights.eventsLeast, weights.eventsMost)
  }
}
