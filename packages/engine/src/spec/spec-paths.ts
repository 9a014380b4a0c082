import type { SpecOperation } from './spec.ts'

interface PathNode {
  readonly literals: Map<string, PathNode>
  readonly patterns: PatternBranch[]
  readonly operations: Map<string, SpecOperation>
}

/** A segment with a parameter in it: `{id}`, `{id}.json`, `{id}:cancel`. */
interface PatternBranch {
  readonly prefix: string
  readonly suffix: string
  readonly node: PathNode
}

/** Steps of one search; templates that look alike could ask for more. */
const mostSteps = 10_000

/** Finds the operation a path belongs to; literals go before parameters (OpenAPI 3.1, "Path Templating Matching"). */
export class SpecPaths {
  readonly #root = newNode()

  constructor(operations: readonly SpecOperation[]) {
    for (const operation of operations) this.#add(operation)
  }

  /** Null where the path, or the method at the path, is in no description. */
  match(method: string, path: string): SpecOperation | null {
    const budget = { steps: mostSteps }
    return find(this.#root, segmentsOf(path).map(decoded), 0, method, budget)
  }

  /**
   * Every operation that calls of a learned template may belong to: a parameter stands for what is described
   * at its place, as far as `mayBe` says that it has such values. Null where templates that look alike ask
   * for too many steps.
   */
  among(
    method: string,
    template: string,
    mayBe: (segment: number, word: string) => boolean = () => true,
  ): readonly SpecOperation[] | null {
    const search = { method, mayBe, steps: mostSteps, found: new Set<SpecOperation>() }
    collect(this.#root, segmentsOf(template).map(decoded), 0, search)
    return search.steps < 0 ? null : [...search.found]
  }

  #add(operation: SpecOperation): void {
    let node = this.#root
    for (const segment of segmentsOf(operation.template)) node = childFor(node, segment)
    node.operations.set(operation.method, operation)
  }
}

function newNode(): PathNode {
  return { literals: new Map(), patterns: [], operations: new Map() }
}

/** A slash at the end means nothing. */
function segmentsOf(path: string): readonly string[] {
  return path.replace(/^\/+|\/+$/g, '').split('/')
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function childFor(node: PathNode, segment: string): PathNode {
  const open = segment.indexOf('{')
  const close = segment.lastIndexOf('}')
  if (open === -1 || close < open) {
    const known = node.literals.get(segment) ?? newNode()
    node.literals.set(segment, known)
    return known
  }
  const [prefix, suffix] = [segment.slice(0, open), segment.slice(close + 1)]
  const known = node.patterns.find((one) => one.prefix === prefix && one.suffix === suffix)
  if (known !== undefined) return known.node
  const branch = { prefix, suffix, node: newNode() }
  node.patterns.push(branch)
  // The one that says most of its segment is tried first.
  node.patterns.sort(
    (left, right) =>
      right.prefix.length + right.suffix.length - left.prefix.length - left.suffix.length,
  )
  return branch.node
}

function find(
  node: PathNode,
  segments: readonly string[],
  at: number,
  method: string,
  budget: { steps: number },
): SpecOperation | null {
  budget.steps -= 1
  if (budget.steps < 0) return null
  const segment = segments[at]
  if (segment === undefined) return node.operations.get(method) ?? null
  const literal = node.literals.get(segment)
  const found = literal === undefined ? null : find(literal, segments, at + 1, method, budget)
  if (found !== null) return found
  for (const pattern of node.patterns) {
    const below = fits(pattern, segment)
      ? find(pattern.node, segments, at + 1, method, budget)
      : null
    if (below !== null) return below
  }
  return null
}

function fits({ prefix, suffix }: PatternBranch, segment: string): boolean {
  return (
    segment.length > prefix.length + suffix.length &&
    segment.startsWith(prefix) &&
    segment.endsWith(suffix)
  )
}

interface Search {
  readonly method: string
  readonly mayBe: (segment: number, word: string) => boolean
  readonly found: Set<SpecOperation>
  steps: number
}

const parameter = /^\{[^{}]*\}$/

function collect(node: PathNode, segments: readonly string[], at: number, search: Search): void {
  search.steps -= 1
  if (search.steps < 0) return
  const segment = segments[at]
  if (segment === undefined) {
    const operation = node.operations.get(search.method)
    if (operation !== undefined) search.found.add(operation)
  } else if (parameter.test(segment)) {
    const words = [...node.literals].filter(([word]) => search.mayBe(at, word))
    const all = [...words.map(([, next]) => next), ...node.patterns.map((one) => one.node)]
    for (const next of all) collect(next, segments, at + 1, search)
  } else {
    const literal = node.literals.get(segment)
    const fitting = node.patterns.filter((one) => fits(one, segment)).map((one) => one.node)
    const before = search.found.size
    // As one path is found: the first way that leads somewhere.
    for (const next of literal === undefined ? fitting : [literal, ...fitting]) {
      if (search.found.size === before) collect(next, segments, at + 1, search)
    }
  }
}
