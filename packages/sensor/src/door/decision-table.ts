import { type Decision, decisionLimits } from '@weir/schema/decision'
import { AddressRanges } from './address-ranges.ts'
import { compileTemplate, type PathTest } from './path-template.ts'

/** A decision that is in force, prepared for look-ups. */
export interface HeldDecision {
  readonly decision: Decision
  readonly path: PathTest | null
}

/** What a request shows of itself. */
export interface Shown {
  readonly hashes: readonly string[]
  readonly ip: string
  readonly service: string
  readonly method: string
  readonly url: string
}

/** The decisions a door holds, found by what a request shows: never by a walk over all of them. */
export class DecisionTable {
  readonly #byId = new Map<string, HeldDecision>()
  readonly #byHash = new Map<string, Set<HeldDecision>>()
  readonly #byAddress = new AddressRanges<HeldDecision>()
  readonly #forAll = new Set<HeldDecision>()

  get size(): number {
    return this.#byId.size
  }

  get needsHashes(): boolean {
    return this.#byHash.size > 0
  }

  get ids(): Iterable<string> {
    return this.#byId.keys()
  }

  /** False where the table is full. One with a known id takes its place. */
  put(decision: Decision): boolean {
    this.remove(decision.id)
    if (this.#byId.size >= decisionLimits.decisions) return false
    const { template } = decision.match
    const held = { decision, path: template === null ? null : compileTemplate(template) }
    this.#byId.set(decision.id, held)
    const { subject } = decision
    if (subject.kind === 'any') this.#forAll.add(held)
    else if (subject.kind === 'ip') this.#byAddress.add(subject.range, held)
    else for (const hash of subject.hashes) this.#addHash(hash, held)
    return true
  }

  remove(id: string): void {
    const held = this.#byId.get(id)
    if (held === undefined) return
    this.#byId.delete(id)
    const { subject } = held.decision
    if (subject.kind === 'any') this.#forAll.delete(held)
    else if (subject.kind === 'ip') this.#byAddress.remove(subject.range, held)
    else for (const hash of subject.hashes) this.#removeHash(hash, held)
  }

  /** `hubNowMs` is the time by the hub's clock. */
  expire(hubNowMs: number): void {
    for (const [id, { decision }] of this.#byId) {
      if (decision.until_ms <= hubNowMs) this.remove(id)
    }
  }

  /** Every decision that is about this request, expired ones left out. */
  find(shown: Shown, hubNowMs: number): readonly HeldDecision[] {
    const found: HeldDecision[] = []
    const take = (held: HeldDecision): void => {
      if (held.decision.until_ms > hubNowMs && isAt(held, shown)) found.push(held)
    }
    for (const hash of shown.hashes) this.#byHash.get(hash)?.forEach(take)
    for (const held of this.#byAddress.find(shown.ip)) take(held)
    this.#forAll.forEach(take)
    return found
  }

  #addHash(hash: string, held: HeldDecision): void {
    const known = this.#byHash.get(hash) ?? new Set()
    this.#byHash.set(hash, known)
    known.add(held)
  }

  #removeHash(hash: string, held: HeldDecision): void {
    const known = this.#byHash.get(hash)
    known?.delete(held)
    if (known?.size === 0) this.#byHash.delete(hash)
  }
}

function isAt({ decision, path }: HeldDecision, { service, method, url }: Shown): boolean {
  const { match } = decision
  if (match.service !== null && match.service !== service) return false
  if (match.method !== null && match.method !== method) return false
  return path === null || path(url)
}
