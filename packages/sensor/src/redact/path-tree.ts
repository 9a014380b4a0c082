import { parsePath, type PathStep } from '@weir/schema/decision'

/** Where one or several paths have got to. */
class Branch {
  readonly members = new Map<string, Branch>()
  anyMember: Branch | null = null
  element: Branch | null = null
  isEnd = false

  /** The branch a step leads to, grown where there is none. */
  grow(step: PathStep): Branch {
    if (step.kind === 'element') return (this.element ??= new Branch())
    if (step.kind === 'any-member') return (this.anyMember ??= new Branch())
    const known = this.members.get(step.name)
    if (known !== undefined) return known
    const grown = new Branch()
    this.members.set(step.name, grown)
    return grown
  }
}

/** The branches a place in a document stands on; none where no path leads on from it. */
export type Place = readonly Branch[]

export const nowhere: Place = []

/** All paths at once: a document is walked once however many there are. */
export class PathTree {
  readonly #root = new Branch()
  readonly #isEmpty: boolean

  /** Throws a `TypeError` for a text that is no path. */
  constructor(paths: readonly string[]) {
    for (const path of paths) {
      const steps = parsePath(path)
      if (steps === null)
        throw new TypeError(`${path}: expected a path such as items[].card.number`)
      let branch = this.#root
      for (const step of steps) branch = branch.grow(step)
      branch.isEnd = true
    }
    this.#isEmpty = paths.length === 0
  }

  get start(): Place {
    return this.#isEmpty ? nowhere : [this.#root]
  }
}

export function memberOf(place: Place, name: string): Place {
  if (place.length === 0) return nowhere
  const next: Branch[] = []
  for (const branch of place) {
    const named = branch.members.get(name)
    if (named !== undefined) next.push(named)
    if (branch.anyMember !== null) next.push(branch.anyMember)
  }
  return next
}

export function elementOf(place: Place): Place {
  if (place.length === 0) return nowhere
  return place.flatMap(({ element }) => (element === null ? [] : [element]))
}

/** Whether a path ends here, so that it covers everything below. */
export function isNamed(place: Place): boolean {
  return place.some(({ isEnd }) => isEnd)
}
