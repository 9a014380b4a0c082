import { type Decide, type DoorCall, pass, type Verdict } from '@weir/sensor'

/** Asks who judges; what is thrown lets the request pass, and is counted. */
export class Door {
  readonly #decide: Decide | undefined
  /** The name of what stands behind this Envoy; else the host asked for names it. */
  readonly service: string | undefined
  /** Counts a response that passed though a decision would have redacted it. */
  readonly passedOver: () => void
  #faults = 0

  constructor(decide: Decide | undefined, service?: string, passedOver = (): void => undefined) {
    this.#decide = decide
    this.service = service
    this.passedOver = passedOver
  }

  /** False where everything passes, as it came. */
  get judges(): boolean {
    return this.#decide !== undefined
  }

  /** Requests that passed because the decision failed. */
  get faults(): number {
    return this.#faults
  }

  /** `call` is made only where somebody decides. */
  ask(call: () => DoorCall): Verdict {
    if (this.#decide === undefined) return pass
    try {
      return this.#decide(call())
    } catch {
      this.#faults += 1
      return pass
    }
  }
}
