import type { Result } from '@weir/schema'
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type YAMLParseError,
} from 'yaml'
import type { z } from 'zod'
import { type Settings, settingsSchema } from './settings.ts'

/** Where settings come from: file, then environment, then flags; the later wins. */
export interface SettingsSources {
  /** Text of the file and the name to report problems under. */
  readonly file?: { readonly name: string; readonly text: string }
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly flags?: Overrides
}

/** What an environment variable or a flag may set. */
export interface Overrides {
  readonly host?: string
  readonly port?: string
  readonly environment?: string
  readonly logLevel?: string
}

const overridable = [
  {
    key: 'environment',
    path: ['environment'],
    variable: 'WEIR_ENVIRONMENT',
    flag: '--environment',
  },
  { key: 'host', path: ['server', 'host'], variable: 'WEIR_HOST', flag: '--host' },
  { key: 'port', path: ['server', 'port'], variable: 'WEIR_PORT', flag: '--port' },
  { key: 'logLevel', path: ['log', 'level'], variable: 'WEIR_LOG_LEVEL', flag: '--log-level' },
] as const

type Tree = Record<string, unknown>

/** A setting that is not from the file, and who gave it. */
interface Override {
  readonly path: readonly string[]
  readonly value: string | number
  readonly from: string
}

/** Reads all sources and reports every problem at once, each with its place. */
export function loadSettings(sources: SettingsSources): Result<Settings> {
  const file = readFile(sources.file ?? { name: 'settings', text: '' })
  if (!file.ok) return file
  const { tree, placeOf } = file.value
  const overrides = overridesIn(sources)
  const parsed = settingsSchema.safeParse(overrides.reduce(withOverride, tree))
  if (parsed.success) return { ok: true, value: parsed.data }
  return problems(
    parsed.error.issues.flatMap(problemsOf).map(({ path, message }) => {
      const from = overrides.find((one) => one.path.join('.') === path.join('.'))?.from
      if (from !== undefined) return `${from}: ${message}`
      return `${placeOf(path)}: ${path.length === 0 ? '' : `${path.join('.')}: `}${message}`
    }),
  )
}

interface SettingsFile {
  readonly tree: Tree
  /** `name:line:column` of a setting. */
  readonly placeOf: (path: readonly string[]) => string
}

const mostAliases = 32

function readFile({ name, text }: { name: string; text: string }): Result<SettingsFile> {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'error' })
  const at = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset)
    return `${name}:${Math.max(1, line)}:${Math.max(1, col)}`
  }
  if (document.errors.length > 0) {
    return problems(document.errors.map((error) => `${at(error.pos[0])}: ${wordsOf(error)}`))
  }
  const tree = plain(document)
  if (tree === aliased) {
    return problems([
      `${at(0)}: an alias (*name) stands for nothing, or ${mostAliases} of them and more stand for one another; write out what they stand for`,
    ])
  }
  if (!isTree(tree)) return problems([`${at(0)}: expected a map of settings`])
  return { ok: true, value: { tree, placeOf: (path) => at(offsetOf(document, path)) } }
}

const aliased = Symbol('aliases that cannot be followed')

/** Aliases that stand for nothing, or would make it grow without bound, are not followed. */
function plain(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases }) ?? {}
  } catch {
    return aliased
  }
}

/** The parser speaks to programmers here. */
function wordsOf({ code, message }: YAMLParseError): string {
  return code === 'MULTIPLE_DOCS' ? 'settings are one document; remove this ---' : message
}

function problems(list: readonly string[]): Result<never> {
  return { ok: false, problem: list.join('\n') }
}

function overridesIn({ env = {}, flags = {} }: SettingsSources): readonly Override[] {
  return overridable.flatMap(({ key, path, variable, flag }) => {
    const given = flags[key]
    const text = given ?? env[variable]
    if (text === undefined || text === '') return []
    const value = key === 'port' ? numberIn(text) : text
    return [{ path, value, from: given === undefined ? variable : flag }]
  })
}

/** A port that is no number stays a text and is refused as one. */
function numberIn(text: string): string | number {
  return /^\d{1,6}$/.test(text) ? Number(text) : text
}

/** A section that is no map is left as it is, so that the file's own mistake is reported. */
function withOverride(tree: Tree, { path, value }: Override): Tree {
  const [key = '', ...rest] = path
  if (rest.length === 0) return { ...tree, [key]: value }
  const section = tree[key] ?? {}
  return isTree(section)
    ? { ...tree, [key]: withOverride(section, { path: rest, value, from: '' }) }
    : tree
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One problem for each unknown setting, at the setting itself. */
function problemsOf(
  issue: z.core.$ZodIssue,
): readonly { readonly path: readonly string[]; readonly message: string }[] {
  const path = issue.path.map(String)
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }]
  return issue.keys.map((key) => ({ path: [...path, key], message: 'there is no such setting' }))
}

/** Where a setting stands: its name where it has one, else the nearest map around it. */
function offsetOf(document: Document, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const around: unknown = document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    const pair = isMap(around)
      ? around.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined
    if (pair !== undefined && isNode(pair.key) && pair.key.range) return pair.key.range[0]
    const item: unknown = document.getIn(path.slice(0, length), true)
    if (isNode(item) && item.range) return item.range[0]
  }
  return 0
}
