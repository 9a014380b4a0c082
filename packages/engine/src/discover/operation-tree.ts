import { hashFromHex } from '../lib/sip-hash.ts'
import { acceptedRoutes, busyCalls, leafCounts } from './accepted-routes.ts'
import { correctedSplit } from './corrected-split.ts'
import {
  afterValue,
  afterWord,
  type CorrectedPaths,
  type Position,
  untouched,
} from './corrections.ts'
import { type NodeSums, nodeSums } from './node-sums.ts'
import { evidenceFor, parameterType, reasonFor, unexplained } from './parameter-facts.ts'
import { distinctName, parameterName } from './parameter-names.ts'
import {
  newTreeNode,
  type Operation,
  type OperationParameter,
  type OperationTree,
  operationTree,
  type TreeNode,
} from './route-match.ts'
import { leavesOf, overflowKey, type RouteLeaf, type RouteNode, rankOf } from './route-node.ts'
import type { Routes } from './routes.ts'
import { constantText, splitSiblings } from './sibling-split.ts'
import { eventRates, type Sibling, siblingsOf } from './siblings.ts'
import type { SplitContext, Vocabulary } from './split-context.ts'

/** Derives the operations of one service from its evidence and what people said of it. */
export function deriveOperations(
  routes: Routes,
  corrected: CorrectedPaths = untouched,
): OperationTree {
  const { root, rejected } = acceptedRoutes(routes)
  const sums = nodeSums(root)
  const service = {
    sums,
    ...eventRates(root, sums),
    usualCalls: busyCalls(leafCounts(root)),
    actors: sums.of(root).actors,
  }
  const first = newReading({ ...service, explains: false }, new Map(), rejected)
  const start = startAt(corrected.start)
  grow(newTreeNode(), [root], start, first)
  const usualCalls = busyCalls(first.operations.map(({ count }) => count))
  const second = newReading({ ...service, usualCalls, explains: true }, first.taken, rejected)
  const top = newTreeNode()
  grow(top, [root], start, second)
  return operationTree(top, second.operations.toSorted(byTemplate))
}

function byTemplate(left: Operation, right: Operation): number {
  if (left.template !== right.template) return left.template < right.template ? -1 : 1
  return left.method < right.method ? -1 : 1
}

function newReading(
  service: Omit<Derivation, 'vocabulary' | 'rejected' | 'operations' | 'taken'>,
  vocabulary: Vocabulary,
  rejected: ReadonlySet<RouteLeaf>,
): Derivation {
  return { ...service, vocabulary, rejected, operations: [], taken: new Map() }
}

interface Derivation extends Omit<SplitContext, 'before' | 'first'> {
  /** Evidence is gathered for people: not in a reading that is thrown away. */
  readonly explains: boolean
  readonly sums: NodeSums
  /** Leaves of which no success is known. */
  readonly rejected: ReadonlySet<RouteLeaf>
  readonly operations: Operation[]
  /** What this reading takes each text for. */
  readonly taken: Map<string, { values: number; words: number }>
}

/** The template so far. */
interface Prefix {
  readonly template: string
  readonly depth: number
  /** The last literal. */
  readonly before: string | null
  readonly afterParameter: boolean
  readonly parameters: readonly OperationParameter[]
  /** What people said about what follows. */
  readonly position: Position
}

function startAt(position: Position): Prefix {
  return { template: '', depth: 0, before: null, afterParameter: false, parameters: [], position }
}

function grow(
  tree: TreeNode,
  nodes: readonly RouteNode[],
  prefix: Prefix,
  derivation: Derivation,
): void {
  addOperations(tree, nodes, prefix, derivation)
  const siblings = siblingsOf(nodes, derivation.sums)
  if (siblings.length === 0) return
  const context: SplitContext = {
    ...derivation,
    before: prefix.afterParameter ? null : prefix.before,
    first: prefix.depth === 0,
  }
  const { literals, values } = correctedSplit(splitSiblings(siblings, context), prefix.position)
  for (const { text } of literals) if (text !== null) countText(derivation, text, 'words')
  for (const { text } of values) if (text !== null) countText(derivation, text, 'values')
  for (const literal of literals) {
    const text = literal.text ?? constantText(literal, siblings, context) ?? ''
    const child = newTreeNode()
    for (const rank of ranksOf(literal)) tree.literals.set(rank, child)
    grow(child, literal.nodes, withLiteral(prefix, text), derivation)
  }
  for (const [ending, members] of byEnding(values)) {
    const child = newTreeNode()
    const shapes = new Set(members.map(({ shape }) => shape))
    const open = members.some(({ key }) => key === overflowKey)
    const endings = new Set(members.flatMap(({ nodes: of }) => of.map((node) => node.ending)))
    tree.parameters.push({ endings, shapes, open, node: child })
    grow(
      child,
      members.flatMap((member) => member.nodes),
      withParameter(prefix, members, ending, derivation),
      derivation,
    )
  }
}

function countText(derivation: Derivation, text: string, as: 'values' | 'words'): void {
  const known = derivation.taken.get(text) ?? { values: 0, words: 0 }
  known[as] += 1
  derivation.taken.set(text, known)
}

function ranksOf(literal: Sibling): readonly number[] {
  if (literal.text !== null) return literal.nodes.slice(0, 1).map((node) => node.rank)
  return literal.nodes.flatMap((node) =>
    [...(node.values?.texts.entries.keys() ?? [])].map((hex) => rankOf(hashFromHex(hex))),
  )
}

function withLiteral(prefix: Prefix, text: string): Prefix {
  return {
    template: `${prefix.template}/${escapeLiteral(text)}`,
    depth: prefix.depth + 1,
    before: text,
    afterParameter: false,
    parameters: prefix.parameters,
    position: afterWord(prefix.position, text),
  }
}

function withParameter(
  prefix: Prefix,
  members: readonly Sibling[],
  ending: string,
  derivation: Derivation,
): Prefix {
  const taken = new Set(prefix.parameters.map(({ name }) => name))
  const said = prefix.position.find(({ name }) => name !== null)?.name ?? null
  const evidence = derivation.explains ? evidenceFor(members) : unexplained
  const parameter = {
    name: said === null ? parameterName(prefix.before, taken) : distinctName(said, taken),
    segment: prefix.depth,
    shape: parameterType(members),
    reason: reasonFor(evidence),
    evidence,
    corrected: said !== null || prefix.position.some(({ merged }) => merged),
  }
  return {
    template: `${prefix.template}/{${parameter.name}}${ending}`,
    depth: prefix.depth + 1,
    before: prefix.before,
    afterParameter: true,
    parameters: [...prefix.parameters, parameter],
    position: afterValue(prefix.position),
  }
}

/** A template has braces of its own, and a slash inside a segment must not look like two segments. */
function escapeLiteral(text: string): string {
  return text.replace(/[/{}%?#\s]/g, (character) => encodeURIComponent(character))
}

/**
 * Verbs always tell operations apart. A file extension does when every value has the same one and
 * otherwise belongs to the values.
 */
function byEnding(values: readonly Sibling[]): ReadonlyMap<string, readonly Sibling[]> {
  const groups = new Map<string, Sibling[]>()
  const extensions = new Set(
    values.filter(({ ending }) => !ending.startsWith(':')).map(({ ending }) => ending),
  )
  const single = extensions.size === 1
  for (const value of values) {
    const ending = value.ending.startsWith(':') || single ? value.ending : ''
    const known = groups.get(ending)
    if (known === undefined) groups.set(ending, [value])
    else known.push(value)
  }
  return groups
}

function addOperations(
  tree: TreeNode,
  nodes: readonly RouteNode[],
  prefix: Prefix,
  derivation: Derivation,
): void {
  const leaves = new Map<string, RouteLeaf[]>()
  for (const node of nodes) {
    for (const [method, leaf] of leavesOf(node)) {
      const known = leaves.get(method)
      if (known === undefined) leaves.set(method, [leaf])
      else known.push(leaf)
    }
  }
  for (const [method, all] of leaves) {
    const count = all.reduce((sum, leaf) => sum + leaf.count, 0)
    const slashed = all.reduce((sum, leaf) => sum + leaf.slashed, 0)
    const slash = prefix.template === '' || slashed * 2 > count ? '/' : ''
    const operation: Operation = {
      method,
      template: prefix.template + slash,
      parameters: prefix.parameters,
      count,
      ...(all.every((leaf) => derivation.rejected.has(leaf)) ? rejectedOnly : {}),
    }
    tree.operations.set(method, operation)
    derivation.operations.push(operation)
  }
}

const rejectedOnly = { label: 'rejected-only' } as const
