/** Answers with the object it is given, so that a class extending it adds its private field to that one. */
// oxlint-disable-next-line typescript/no-extraneous-class
class Foreign {
  constructor(target: object) {
    return target
  }
}

/** State of ours on objects of the host. */
export interface Attachment<Held> {
  readonly get: (target: object) => Held | undefined
  readonly set: (target: object, held: Held) => void
}

/**
 * Private fields are invisible to the host (no key, no symbol, nothing to print), die with the object and
 * are read as fast as a property; a WeakMap costs several times that at every garbage collection.
 */
export function attachment<Held>(): Attachment<Held> {
  class Carrier extends Foreign {
    #held: Held

    constructor(target: object, held: Held) {
      super(target)
      this.#held = held
    }

    static get(target: object): Held | undefined {
      return #held in target ? target.#held : undefined
    }

    static set(target: object, held: Held): void {
      if (#held in target) target.#held = held
      else void new Carrier(target, held)
    }
  }
  return { get: (target) => Carrier.get(target), set: (target, held) => Carrier.set(target, held) }
}
