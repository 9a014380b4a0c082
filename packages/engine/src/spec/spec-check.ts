import type { Exchange, Payload } from '@weir/schema'
import { decodeBody, type Leaf, walkForm } from '../decode/index.ts'
import { limits } from '../limits.ts'
import { alternatives, type SchemaNode } from './schema-node.ts'
import type { Spec, SpecOperation } from './spec.ts'
import { SpecPaths } from './spec-paths.ts'
import { judgeLeaf, type LeafProblem } from './judge-leaf.ts'

export type DifferenceKind =
  | 'shadow'
  | 'orphan'
  | 'zombie'
  | 'undocumented-parameter'
  | 'missing-parameter'
  | 'undocumented-status'
  | LeafProblem

/** Where traffic and description part. */
export interface Difference {
  readonly kind: DifferenceKind
  readonly method: string
  readonly template: string
  /** `req.query`, `req.body`, `res.body`; null where it is about the whole operation. */
  readonly in: 'req.query' | 'req.body' | 'res.body' | null
  /** Field, parameter or status; empty for the whole operation. */
  readonly path: string
  /** Exchanges that show it; 0 for what was never seen. */
  readonly count: number
  /** In words, without any value. */
  readonly what: string
}

/** What was held against a description, and what came of it. */
export interface SpecCheck {
  /** True where the exchange belongs to an operation of the description. */
  see(exchange: Exchange): boolean
  /** Everything but shadows, which need names that discovery gives, and orphans, which nobody saw. */
  differences(): readonly Difference[]
  called(): Iterable<SpecOperation>
  readonly matched: number
}

/** Different ones that are told apart; hostile traffic could show any number. */
const mostDifferences = 10_000

/** Holds each exchange against the description: the value that was sent, not what was learned from many. */
export function createSpecCheck(spec: Spec): SpecCheck {
  return new Check(spec)
}

class Check implements SpecCheck {
  readonly #paths: SpecPaths
  readonly #seen = new Map<SpecOperation, number>()
  readonly #found = new Map<string, Difference & { count: number }>()
  #matched = 0

  constructor(spec: Spec) {
    this.#paths = new SpecPaths(spec.operations)
  }

  get matched(): number {
    return this.#matched
  }

  see(exchange: Exchange): boolean {
    const { request, response } = exchange
    if (request === null) return false
    const [path = '', search = ''] = request.url.slice(0, limits.urlChars).split('?', 2)
    const operation = this.#paths.match(request.method.toUpperCase(), path)
    if (operation === null) return false
    this.#matched += 1
    this.#seen.set(operation, (this.#seen.get(operation) ?? 0) + 1)
    this.#query(operation, search.split('#', 1)[0] ?? '')
    // A request that was refused need not follow the description.
    const isRefused = response !== null && response.status >= 400
    if (!isRefused) this.#body(operation, 'req.body', operation.request, request)
    if (response === null) return true
    const described = responseFor(operation, response.status)
    if (described === undefined) this.#status(operation, response.status)
    else this.#body(operation, 'res.body', described, response)
    return true
  }

  differences(): readonly Difference[] {
    const zombies = [...this.#seen].flatMap(
      ([{ method, template, deprecated }, count]): Difference[] => {
        const what = 'deprecated, and still called'
        return deprecated
          ? [{ kind: 'zombie', method, template, in: null, path: '', count, what }]
          : []
      },
    )
    return [...zombies, ...this.#found.values()]
  }

  called(): Iterable<SpecOperation> {
    return this.#seen.keys()
  }

  #query(operation: SpecOperation, search: string): void {
    const sent = new Map<string, Leaf>()
    walkForm(search, (leaf) => sent.set(leaf.key, leaf).size < limits.queryParameters)
    const known = new Map(operation.query.map((one) => [one.name, one]))
    for (const [name, leaf] of sent) {
      const parameter =
        known.get(name) ?? known.get(name.replace(/\[.*\]$/, '')) ?? known.get(`${name}[]`)
      if (parameter === undefined) {
        this.#add(operation, 'undocumented-parameter', 'req.query', name, 'sent, and not described')
        continue
      }
      const judged = judgeLeaf([parameter.schema], { ...leaf, pointer: '' }, true)
      if (judged !== null) this.#add(operation, judged.problem, 'req.query', name, judged.what)
    }
    for (const { name, required } of operation.query) {
      if (required && !sent.has(name) && !sent.has(`${name}[]`))
        this.#add(operation, 'missing-parameter', 'req.query', name, 'required, and not sent')
    }
  }

  #body(
    operation: SpecOperation,
    place: 'req.body' | 'res.body',
    schema: SchemaNode | null,
    payload: Payload,
  ): void {
    // Nothing is said of the body: nothing in it can differ.
    if (schema === null) return
    const { format, leaves } = decodeBody(payload)
    if (format !== 'json') return
    const nodes = alternatives([schema])
    const told = new Set<string>()
    for (const leaf of leaves) {
      const judged = judgeLeaf(nodes, leaf, false)
      if (judged === null || told.has(`${judged.problem} ${judged.path}`)) continue
      told.add(`${judged.problem} ${judged.path}`)
      this.#add(operation, judged.problem, place, judged.path, judged.what)
    }
  }

  #status(operation: SpecOperation, status: number): void {
    // Refusals come from gateways as often as from the service.
    if (status === 0 || status === 401 || status === 403 || status === 429 || status >= 500) return
    this.#add(operation, 'undocumented-status', null, String(status), 'answered, and not described')
  }

  #add(
    { method, template }: SpecOperation,
    kind: DifferenceKind,
    place: Difference['in'],
    path: string,
    what: string,
  ): void {
    const key = JSON.stringify([kind, method, template, place, path])
    const known = this.#found.get(key)
    if (known !== undefined) known.count += 1
    else if (this.#found.size < mostDifferences)
      this.#found.set(key, { kind, method, template, in: place, path, count: 1, what })
  }
}

/** Undefined where the status is not described (OpenAPI 3.1, "Responses Object"). */
function responseFor({ responses }: SpecOperation, status: number): SchemaNode | null | undefined {
  const range = `${Math.floor(status / 100)}XX`
  const name = [String(status), range, 'default'].find((one) => responses.has(one))
  return name === undefined ? undefined : responses.get(name)
}
