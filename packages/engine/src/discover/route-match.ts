import { limits } from '../limits.ts'
import { rankOf } from './route-node.ts'
import type { SegmentShape } from './segment-shape.ts'
import type { PathTokens, Token } from './tokens.ts'

export interface OperationParameter {
  readonly name: string
  /** Index of the path segment. */
  readonly segment: number
  /** `integer`, `number`, `uuid`, `date`, `email` or `string`. */
  readonly shape: string
  /** Why this is a parameter, with numbers. */
  readonly reason: string
  readonly evidence: ParameterEvidence
  /** A person said so, or gave it its name. */
  readonly corrected: boolean
}

/** The five kinds of evidence that tell values from words. */
export interface ParameterEvidence {
  /** How values look, most usual first, with the share of calls that carried one. */
  readonly shapes: readonly { readonly shape: SegmentShape; readonly share: number }[]
  /** Different values, about, and the calls they came in. */
  readonly distinct: number
  readonly calls: number
  /** How evenly calls spread over values, 0 to 1; null where one value is known. */
  readonly evenness: number | null
  /** Share of what is done with values that is done with most of them. */
  readonly agreement: number
  /** Different actors that used values, about. */
  readonly actors: number
  /** Texts among the values that look like words and that several actors use: they may be words after all. */
  readonly wordLike: readonly string[]
}

export interface Operation {
  readonly method: string
  /** `/users/{userId}/orders` */
  readonly template: string
  readonly parameters: readonly OperationParameter[]
  /** Sightings that count for it. */
  readonly count: number
  /** Set where nobody ever succeeded, but the service clearly handles it. */
  readonly label?: 'rejected-only'
}

export interface OperationTree {
  readonly operations: readonly Operation[]
  match(tokens: PathTokens): Operation | null
}

export interface TreeNode {
  readonly operations: Map<string, Operation>
  /** By rank of the segment. */
  readonly literals: Map<number, TreeNode>
  readonly parameters: ParameterBranch[]
}

export interface ParameterBranch {
  /** Ranks of the endings seen (`:cancel`, `.json`); 0 stands for none. */
  readonly endings: ReadonlySet<number>
  readonly shapes: ReadonlySet<SegmentShape>
  /** True when values were too many to remember how each looked. */
  readonly open: boolean
  readonly node: TreeNode
}

export function newTreeNode(): TreeNode {
  return { operations: new Map(), literals: new Map(), parameters: [] }
}

export function operationTree(root: TreeNode, operations: readonly Operation[]): OperationTree {
  return {
    operations,
    match: (tokens) => {
      const budget = { steps: limits.routeMatchSteps }
      return find(root, tokens, 0, budget)
    },
  }
}

/** Words of the API first, then parameters; the budget ends a search somebody made long on purpose. */
function find(
  node: TreeNode,
  tokens: PathTokens,
  index: number,
  budget: { steps: number },
): Operation | null {
  budget.steps -= 1
  if (budget.steps < 0) return null
  const token = tokens.segments[index]
  if (token === undefined) return node.operations.get(tokens.method) ?? null
  const literal = node.literals.get(rankOf(token.hash))
  const found = literal === undefined ? null : find(literal, tokens, index + 1, budget)
  if (found !== null) return found
  for (const branch of node.parameters) {
    if (!accepts(branch, token)) continue
    const below = find(branch.node, tokens, index + 1, budget)
    if (below !== null) return below
  }
  return null
}

const families: Readonly<Partial<Record<SegmentShape, string>>> = {
  'small-integer': 'number',
  integer: 'number',
  decimal: 'number',
  word: 'word',
  compound: 'word',
  slug: 'word',
  mixed: 'word',
  capitals: 'word',
  region: 'word',
  'numbered-slug': 'word',
  uuid: 'id',
  hex: 'id',
  ulid: 'id',
  prefixed: 'id',
  code: 'id',
  token: 'id',
}

function family(shape: SegmentShape): string {
  return families[shape] ?? shape
}

function accepts(branch: ParameterBranch, token: Token): boolean {
  if (branch.open) return true
  if (!branch.endings.has(token.ending === null ? 0 : rankOf(token.ending))) return false
  if (branch.shapes.has(token.shape)) return true
  const wanted = family(token.shape)
  for (const shape of branch.shapes) if (family(shape) === wanted) return true
  return wanted === 'number' && branch.shapes.size > 0
}
