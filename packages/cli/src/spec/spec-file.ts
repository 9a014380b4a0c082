import { readFileSync, statSync } from 'node:fs'
import { readSpec, type Spec } from '@weir/engine'
import { type Document, isMap, LineCounter, parseDocument } from 'yaml'
import { usageError } from '../exit.ts'

/** A description somebody provided, and where in its file things stand. */
export interface SpecFile {
  readonly name: string
  readonly spec: Spec
  /** Line of an operation, from 1; of the paths where it is not in the file. */
  lineOf(method: string, template: string): number
}

const mostBytes = 32 * 1_048_576

/** Reads YAML or JSON; a `CommandError` says what is wrong with it. */
export function readSpecFile(path: string): SpecFile {
  const lines = new LineCounter()
  const document = parseDocument(textOf(path), {
    lineCounter: lines,
    prettyErrors: true,
    logLevel: 'silent',
  })
  const [error] = document.errors
  if (error !== undefined)
    throw usageError(`${path}: ${error.message.split('\n', 1)[0] ?? 'not YAML'}`)
  const read = readSpec(plain(document, path))
  if (!read.ok) throw usageError(`${path}: ${read.problem}`)
  return {
    name: path,
    spec: read.value,
    lineOf: (method, template) => lines.linePos(offsetOf(document, method, template)).line,
  }
}

function textOf(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > mostBytes) throw new Error(`larger than ${mostBytes / 1_048_576} MB`)
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw usageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** Aliases are expanded up to a limit: a document that is all aliases is refused. */
function plain(document: Document, path: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 1_000 })
  } catch (cause) {
    throw usageError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

/** The template may begin with the path of a server, which is no part of the key. */
function offsetOf(document: Document, method: string, template: string): number {
  const paths = document.get('paths', true)
  if (!isMap(paths)) return 0
  const key = paths.items
    .map((pair) => String(pair.key))
    .filter((name) => template.endsWith(name))
    .sort((left, right) => right.length - left.length)[0]
  if (key === undefined) return rangeStart(paths)
  const item = paths.get(key, true)
  const pair = isMap(item)
    ? item.items.find((one) => String(one.key) === method.toLowerCase())
    : undefined
  return rangeStart(pair?.key) || rangeStart(item)
}

function rangeStart(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node)) return 0
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : 0
}
