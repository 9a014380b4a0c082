import type { Exchange, Payload } from '@weir/schema'
import { presentedCredentials } from '@weir/schema/caller'
import { decodeBody, type Leaf, walkForm } from '../decode/index.ts'
import { limits } from '../limits.ts'
import { described, isOfService } from './described-status.ts'
import {
  type Difference,
  type DifferenceKind,
  differenceWords,
  mostDifferences,
  wholeDifference,
} from './difference.ts'
import { judgeLeaf } from './judge-leaf.ts'
import { parameterNamed } from './query-parameters.ts'
import { alternatives, type SchemaNode } from './schema-node.ts'
import type { Spec, SpecOperation } from './spec.ts'
import { SpecPaths } from './spec-paths.ts'

/** What was held against a description, and what came of it. */
export interface SpecCheck {
  /** True where the exchange belongs to an operation of the description. */
  see(exchange: Exchange): boolean
  /** Everything but shadows, which need names that discovery gives, and orphans, which nobody saw. */
  differences(): readonly Difference[]
  called(): Iterable<SpecOperation>
  readonly matched: number
}

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
    if (!isRefused) this.#security(operation, exchange)
    const body = described(operation, response.status)
    if (body === undefined) this.#status(operation, response.status)
    else this.#body(operation, 'res.body', body, response)
    return true
  }

  differences(): readonly Difference[] {
    const zombies = [...this.#seen].flatMap(([operation, count]) =>
      operation.deprecated ? [wholeDifference('zombie', operation, count)] : [],
    )
    return [...zombies, ...this.#found.values()]
  }

  called(): Iterable<SpecOperation> {
    return this.#seen.keys()
  }

  #query(operation: SpecOperation, search: string): void {
    const sent = new Map<string, Leaf>()
    walkForm(search, (leaf) => sent.set(leaf.key, leaf).size < limits.queryParameters)
    for (const [name, leaf] of sent) {
      const parameter = parameterNamed(operation, name)
      if (parameter === undefined) {
        this.#say(operation, 'undocumented-parameter', 'req.query', name)
        continue
      }
      const judged = judgeLeaf([parameter.schema], { ...leaf, path: '' }, true)
      if (judged !== null) this.#add(operation, judged.problem, 'req.query', name, judged.what)
    }
    for (const { name, required } of operation.query) {
      if (required && !sent.has(name) && !sent.has(`${name}[]`))
        this.#say(operation, 'missing-parameter', 'req.query', name)
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
    if (isOfService(status)) this.#say(operation, 'undocumented-status', null, String(status))
  }

  #security(operation: SpecOperation, exchange: Exchange): void {
    if (operation.secured && presentedCredentials(exchange).length === 0)
      this.#say(operation, 'undocumented-security', null, '')
  }

  #say(
    operation: SpecOperation,
    kind: keyof typeof differenceWords,
    place: Difference['in'],
    path: string,
  ): void {
    this.#add(operation, kind, place, path, differenceWords[kind])
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
