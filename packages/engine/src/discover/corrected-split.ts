import { isSplit, type Position } from './corrections.ts'
import type { Split } from './sibling-split.ts'
import type { Sibling } from './siblings.ts'

/** What evidence says, with what a person said about this position put above it. */
export function correctedSplit(split: Split, position: Position): Split {
  if (position.length === 0) return split
  const merged = position.some((node) => node.merged)
  const isWord = ({ text }: Sibling): boolean => text !== null && isSplit(position, text)
  const literals = merged ? split.literals.filter(isWord) : split.literals
  return {
    literals: [...literals, ...split.values.filter(isWord)],
    values: [
      ...split.values.filter((one) => !isWord(one)),
      ...(merged ? split.literals.filter((one) => !isWord(one)) : []),
    ],
  }
}
