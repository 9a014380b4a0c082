import type { Decide, Decision, DoorRequest } from '@weir/sensor'

const allow: Decision = { kind: 'allow' }

/** Asks the port that decides; what it throws allows, and is counted. */
export class Door {
  readonly #decide: Decide | undefined
  #faults = 0

  constructor(decide: Decide | undefined) {
    this.#decide = decide
  }

  /** Requests that passed because the decision failed. */
  get faults(): number {
    return this.#faults
  }

  /** `request` is made only where somebody decides. */
  ask(request: () => DoorRequest): Decision {
    if (this.#decide === undefined) return allow
    try {
      return this.#decide(request())
    } catch {
      this.#faults += 1
      return allow
    }
  }
}
