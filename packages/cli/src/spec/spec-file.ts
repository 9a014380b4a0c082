import { readFileSync, statSync } from 'node:fs'
import { type PlacedProblem, type ReadDocument, readDocument } from '@weir/server'
import { usageError } from '../exit.ts'
import { printable } from '../output/text.ts'

/** A description somebody provided, and where in its file things stand. */
export interface SpecFile extends ReadDocument {
  readonly name: string
}

const mostBytes = 32 * 1_048_576
const shownProblems = 10

/** Reads YAML or JSON; a `CommandError` says what is wrong with it. */
export function readSpecFile(path: string): SpecFile {
  const read = readDocument(specTextIn(path))
  if (read.ok) return { name: path, ...read.value }
  const words = read.problems.slice(0, shownProblems).map(placedText)
  throw usageError(`${path}: ${words.join('\n  ')}`)
}

export function specTextIn(path: string): string {
  try {
    if (path === '-') return readFileSync(0, 'utf8')
    const { size } = statSync(path)
    if (size > mostBytes) throw new Error(`larger than ${mostBytes / 1_048_576} MB`)
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw usageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

export function placedText({ line, at, what }: PlacedProblem): string {
  return printable(`line ${line}: ${at === '' ? '' : `${at}: `}${what}`)
}
