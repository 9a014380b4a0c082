import type { SchemaNode } from './schema-node.ts'
import type { SpecProblem } from './spec-problem.ts'

/** An API description somebody provided, in the form traffic is held against. */
export interface Spec {
  readonly title: string
  readonly version: string
  /** Hosts of its servers, in lower case, without ports. */
  readonly hosts: readonly string[]
  readonly operations: readonly SpecOperation[]
  /** What could not be read; the rest stands. */
  readonly warnings: readonly SpecProblem[]
}

export interface SpecOperation {
  /** Upper case. */
  readonly method: string
  /** With the path of the server it is under. */
  readonly template: string
  readonly deprecated: boolean
  /** A call needs a credential that can be seen in it. */
  readonly secured: boolean
  /** Where it stands in the document. */
  readonly at: readonly string[]
  /** Parameters of the query. */
  readonly query: readonly SpecParameter[]
  /** Null where no JSON body is described. */
  readonly request: SchemaNode | null
  /** By status: `200`, `2XX`, `default`; null where no JSON body is described. */
  readonly responses: ReadonlyMap<string, SchemaNode | null>
}

export interface SpecParameter {
  readonly name: string
  readonly required: boolean
  readonly schema: SchemaNode
}
