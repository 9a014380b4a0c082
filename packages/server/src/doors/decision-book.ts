import { randomBytes } from 'node:crypto'
import type { Decision, DoorMessage } from '@weir/schema/decision'
import type { Kept } from '../stores/kept-list.ts'
import type { BreakGlass } from './break-glass.ts'
import { decisionOf, type DecisionStore, type KeptDecision } from './kept-decisions.ts'

export type Change = Extract<DoorMessage, { kind: 'decision' | 'undo' | 'open' }>

/** Changes a door that was away can still be given one by one. */
const mostRemembered = 4_096

/**
 * The decisions in force as a numbered list of changes. The epoch is new at each start: a door that knows another
 * one asks for everything again.
 */
export class DecisionBook {
  readonly epoch = randomBytes(9).toString('base64url')
  readonly #store: DecisionStore
  readonly #glass: BreakGlass
  readonly #now: () => number
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #changes: { readonly seq: number; readonly change: Change }[] = []
  #known = new Map<string, Kept<KeptDecision>>()
  #seq = 0

  constructor(store: DecisionStore, glass: BreakGlass, now: () => number) {
    this.#store = store
    this.#glass = glass
    this.#now = now
    this.#known = this.#inForce()
    this.#seq = this.#known.size
    store.watch(() => this.#compare())
    glass.watch(() => this.#tell({ kind: 'open', until_ms: this.openUntilMs }))
  }

  get seq(): number {
    return this.#seq
  }

  get openUntilMs(): number {
    return this.#glass.all()[0]?.value.until_ms ?? 0
  }

  /** Those whose time is not over. */
  decisions(): readonly Decision[] {
    const now = this.#now()
    return [...this.#known.values()]
      .filter(({ value }) => value.until_ms > now)
      .map((kept) => decisionOf(kept))
  }

  /** What a door missed; null where it needs everything. */
  since(epoch: string, seq: number): readonly Change[] | null {
    if (epoch !== this.epoch || seq > this.#seq) return null
    if (seq === this.#seq) return []
    const first = this.#changes.findIndex((one) => one.seq === seq + 1)
    return first < 0 ? null : this.#changes.slice(first).map(({ change }) => change)
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Takes what is over out of the store; to be called now and then. */
  async expire(): Promise<void> {
    const now = this.#now()
    for (const { id, value } of this.#store.all()) {
      if (value.until_ms <= now) await this.#store.remove(id, 'time')
    }
    for (const { id, value } of this.#glass.all()) {
      if (value.until_ms <= now) await this.#glass.remove(id, 'time')
    }
  }

  #inForce(): Map<string, Kept<KeptDecision>> {
    return new Map(this.#store.all().map((kept) => [kept.id, kept]))
  }

  /** The store says only that something changed. */
  #compare(): void {
    const before = this.#known
    this.#known = this.#inForce()
    for (const [id, kept] of this.#known) {
      if (before.get(id) === kept) continue
      const seq = this.#next()
      this.#tell({ kind: 'decision', seq, sent_ms: this.#now(), decision: decisionOf(kept) }, seq)
    }
    for (const id of before.keys()) {
      if (this.#known.has(id)) continue
      const seq = this.#next()
      this.#tell({ kind: 'undo', seq, id }, seq)
    }
  }

  #next(): number {
    this.#seq += 1
    return this.#seq
  }

  #tell(change: Change, seq?: number): void {
    if (seq !== undefined) {
      this.#changes.push({ seq, change })
      if (this.#changes.length > mostRemembered) this.#changes.shift()
    }
    for (const listener of this.#listeners) listener(change)
  }
}
