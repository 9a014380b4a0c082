import type { Result } from '@weir/schema'
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
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
  readonly port?: string | number
  readonly environment?: string
  readonly logLevel?: string
}

const variables = {
  host: 'WEIR_HOST',
  port: 'WEIR_PORT',
  environment: 'WEIR_ENVIRONMENT',
  logLevel: 'WEIR_LOG_LEVEL',
} as const

type Tree = Record<string, unknown>

/** Reads all sources and reports every problem at once, each with its place. */
export function loadSettings(sources: SettingsSources): Result<Settings> {
  const lines = new LineCounter()
  const document =
    sources.file === undefined ? null : parseDocument(sources.file.text, { lineCounter: lines })
  const name = sources.file?.name ?? 'settings'
  if (document !== null && document.errors.length > 0) {
    return problems(document.errors.map(({ message }) => `${name}: ${firstLine(message)}`))
  }
  const fromFile: unknown = document === null ? {} : (document.toJS({ maxAliasCount: 32 }) ?? {})
  if (!isTree(fromFile)) return problems([`${name}:1:1: expected a map of settings`])
  const parsed = settingsSchema.safeParse(withOverrides(fromFile, sources))
  if (parsed.success) return { ok: true, value: parsed.data }
  return problems(
    parsed.error.issues.map(({ path, message }) => {
      const key = path.map(String).join('.')
      return `${name}${place(document, lines, path)}: ${key === '' ? '' : `${key}: `}${message}`
    }),
  )
}

function problems(list: readonly string[]): Result<Settings> {
  return { ok: false, problem: list.join('\n') }
}

function withOverrides(tree: Tree, { env = {}, flags = {} }: SettingsSources): Tree {
  const pick = (key: keyof typeof variables): string | number | undefined =>
    flags[key] ?? nonEmpty(env[variables[key]])
  const port = pick('port')
  return {
    ...tree,
    ...defined({ environment: pick('environment') }),
    server: inside(tree['server'], { host: pick('host'), port: numberOr(port) }),
    log: inside(tree['log'], { level: pick('logLevel') }),
  }
}

/** A section that is no map is left as it is, so that the file's own mistake is reported. */
function inside(section: unknown, overrides: Tree): unknown {
  const known = section ?? {}
  return isTree(known) ? { ...known, ...defined(overrides) } : known
}

function defined(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined))
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

/** A port that is no number stays a text and is refused as one. */
function numberOr(text: string | number | undefined): string | number | undefined {
  return typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : text
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `:line:column` of a setting, or of the nearest map around it. */
function place(
  document: Document | null,
  lines: LineCounter,
  path: readonly PropertyKey[],
): string {
  if (document === null) return ''
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true)
    if (!isNode(node) || !node.range) continue
    const { line, col } = lines.linePos(node.range[0])
    return `:${line}:${col}`
  }
  return ':1:1'
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message
}
