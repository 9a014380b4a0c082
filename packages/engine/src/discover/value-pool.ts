import { distinctTexts, type Sibling } from './siblings.ts'
import { clamp, type SplitContext, support } from './split-context.ts'
import { weights } from './weights.ts'

/** Siblings taken for values of one parameter, and what is usually done with them. */
export class ValuePool {
  readonly members: Sibling[] = []
  readonly #counts = new Map<string, number>()
  readonly #in = new Set<Sibling>()
  readonly #context: SplitContext
  #calls = 0
  #distinct = 0
  #wordy = 0

  constructor(context: SplitContext) {
    this.#context = context
  }

  add(one: Sibling): void {
    this.members.push(one)
    this.#in.add(one)
    this.#calls += support(one, this.#context)
    this.#distinct += distinctTexts(one)
    if (one.text !== null || one.shape === 'numbered-slug') this.#wordy += 1

    for (const event of one.events.keys()) {
      this.#counts.set(event, (this.#counts.get(event) ?? 0) + 1)
    }
  }

  callsPerValue(): number {
    return Math.max(1, this.#calls / Math.max(1, this.#distinct))
  }

  /** Whether words are at home among these values: the more are, the likelier is one more. */
  companyWeight(): number {
    if (this.#wordy === 0) return weights.besideStrictValues
    return Math.min(weights.companyMost, weights.besideWordyValues + Math.log(this.#wordy) / 2)
  }

  /** Where every member does something of its own, doing something new says little. */
  #usualForNovel(members: number, others: number): number {
    if (others > 0) return weights.eventLeast
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
      const least = others > 1 ? weights.knownEventLeast : this.#usualForNovel(members, others)
      sum += clamp(Math.log(shared / rate), least, mostOf(event))
    }
    return clamp(sum, weights.eventsLeast, weights.eventsMost)
  }
}

/** Following values and an answer without a body are at home everywhere. */
function mostOf(event: string): number {
  return event === '{}' || event.endsWith(' 00000000') ? weights.plainEventMost : weights.eventMost
}
