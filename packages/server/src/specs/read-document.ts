import { readSpec, type Spec, type SpecOperation } from '@weir/engine'
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'

/** Something a document says that cannot be read, and where. */
export interface PlacedProblem {
  /** From 1. */
  readonly line: number
  /** `paths./orders.get` */
  readonly at: string
  readonly what: string
}

export interface ReadDocument {
  readonly spec: Spec
  readonly problems: readonly PlacedProblem[]
  /** Line of an operation; that of the paths for what is none of its own. */
  readonly lineOf: (operation: SpecOperation | null) => number
}

export type DocumentReading =
  | { readonly ok: true; readonly value: ReadDocument }
  | { readonly ok: false; readonly problems: readonly PlacedProblem[] }

const mostProblems = 50
/** Aliases are expanded up to a limit: a document that is all aliases is refused. */
const mostAliases = 1_000

/** Reads an OpenAPI document, YAML or JSON; nothing it refers to is fetched, and nothing is thrown. */
export function readDocument(text: string): DocumentReading {
  try {
    const lines = new LineCounter()
    const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent' })
    if (document.errors.length > 0) return { ok: false, problems: syntaxProblems(document, lines) }
    return readParsed(document, lines)
  } catch (cause) {
    // Aliases that ask for too much, and nesting that is deeper than a call stack.
    const what = cause instanceof Error ? firstLine(cause.message) : String(cause)
    return { ok: false, problems: [{ line: 1, at: '', what }] }
  }
}

function readParsed(document: Document, lines: LineCounter): DocumentReading {
  const read = readSpec(document.toJS({ maxAliasCount: mostAliases }))
  const placed = ({ at, what }: { at: readonly string[]; what: string }): PlacedProblem => ({
    line: lineAt(lines, offsetOf(document, at)),
    at: at.join('.').slice(0, 500),
    what,
  })
  if (!read.ok) return { ok: false, problems: [placed(read.problem)] }
  const paths = lineAt(lines, offsetOf(document, ['paths']))
  return {
    ok: true,
    value: {
      spec: read.value,
      problems: read.value.warnings.slice(0, mostProblems).map(placed),
      lineOf: lineFinder(operationLines(document, lines), paths),
    },
  }
}

/** In a scope of its own: beside the document it would keep every node of it in memory. */
function lineFinder(known: ReadonlyMap<string, number>, otherwise: number): ReadDocument['lineOf'] {
  return (operation) => {
    const [, path = '', method = ''] = operation?.at ?? []
    return known.get(`${path} ${method}`) ?? known.get(path) ?? otherwise
  }
}

function syntaxProblems(document: Document, lines: LineCounter): readonly PlacedProblem[] {
  return document.errors.slice(0, mostProblems).map(({ pos, message }) => ({
    line: lineAt(lines, pos[0]),
    at: '',
    what: firstLine(message).replace(/ at line \d{1,9}, column \d{1,9}:?$/, ''),
  }))
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}

function lineAt(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line)
}

/** Lines of paths, and of the methods below each. */
function operationLines(document: Document, lines: LineCounter): ReadonlyMap<string, number> {
  const known = new Map<string, number>()
  const paths = document.get('paths', true)
  for (const { key, value } of isMap(paths) ? paths.items : []) {
    const path = nameOf(key)
    known.set(path, lineAt(lines, startOf(key)))
    for (const pair of isMap(value) ? value.items : []) {
      known.set(`${path} ${nameOf(pair.key)}`, lineAt(lines, startOf(pair.key)))
    }
  }
  return known
}

/** Of the last step that is there. */
function offsetOf(document: Document, at: readonly string[]): number {
  let node: unknown = document.contents
  let offset = 0
  for (const step of at) {
    if (isAlias(node)) node = node.resolve(document)
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => nameOf(key) === step)
      if (pair === undefined) return offset
      offset = startOf(pair.key)
      node = pair.value
    } else {
      node = isSeq(node) ? node.items[Number(step)] : undefined
      if (node === undefined) return offset
      offset = startOf(node)
    }
  }
  return offset
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}

function startOf(node: unknown): number {
  if (typeof node !== 'object' || node === null || !('range' in node)) return 0
  return Array.isArray(node.range) && typeof node.range[0] === 'number' ? node.range[0] : 0
}
