import { lasting } from './times.ts'
import type { Category, Severity } from '@weir/schema/api'

/** The five shapes a data type may have. */
export type DataTypeKind = 'person' | 'money' | 'contact' | 'secret' | 'tech'

const contactTypes = new Set(['EMAIL_ADDRESS', 'PHONE_NUMBER', 'STREET_ADDRESS'])

export function kindOfDataType(type: string, category: Category): DataTypeKind {
  if (contactTypes.has(type)) return 'contact'
  switch (category) {
    case 'PCI':
    case 'FIN':
      return 'money'
    case 'SECRET':
      return 'secret'
    case 'TECH':
      return 'tech'
    case 'PII':
    case 'PHI':
    case 'GEO':
      return 'person'
  }
  return category satisfies never
}

export const kindWords: Readonly<Record<DataTypeKind, string>> = {
  person: 'personal data',
  money: 'payment data',
  contact: 'contact data',
  secret: 'secrets',
  tech: 'technical data',
}

export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

/** Parts of an actor's name; `hash` where the name is a keyed hash nobody can read. */
export interface ActorName {
  readonly kind: string
  readonly name: string
  readonly hash: boolean
}

const hashed = /^[A-Za-z0-9_-]{1,8}\.[A-Za-z0-9_-]{22}$/
const kinds: ReadonlyMap<string, string> = new Map([
  ['address', 'address'],
  ['cloud-key', 'cloud key'],
  ['credential', 'credential'],
  ['user', 'user'],
  ['service', 'service'],
  ['client', 'client'],
])

export function actorName(actor: string): ActorName {
  const colon = actor.indexOf(':')
  const kind = colon < 0 ? undefined : kinds.get(actor.slice(0, colon))
  if (kind === undefined) return { kind: 'actor', name: actor, hash: false }
  const name = actor.slice(colon + 1)
  return { kind, name, hash: hashed.test(name) }
}

/** In one line, with at most the last four characters of a hash. */
export function shortActor(actor: string): string {
  const { kind, name, hash } = actorName(actor)
  return hash ? `${kind} ••••${name.slice(-4)}` : name
}

/** `/v1/cards/{cardId}` in pieces: words and parameters. */
export interface TemplatePart {
  readonly text: string
  readonly isParameter: boolean
}

export function templateParts(template: string): readonly TemplatePart[] {
  return template
    .split(/(\{[^{}/]*\})/)
    .filter((text) => text !== '')
    .map((text) => ({ text, isParameter: text.startsWith('{') && text.endsWith('}') }))
}

/** `now`, `8 s`, `6 min` since then; never a negative time. */
export function since(ms: number, now: number): string {
  const passed = Math.floor(Math.max(0, now - ms) / 1_000) * 1_000
  return passed === 0 ? 'now' : lasting(passed)
}

/** `just now`, `6 min ago`. */
export function ago(ms: number, now: number): string {
  const passed = since(ms, now)
  return passed === 'now' ? 'just now' : `${passed} ago`
}

/** As a sentence of its own. */
export function sentence(text: string): string {
  // What a machine said keeps its letters: `req.query`, `bank.example`.
  const isMachine = /^\S*[./:_]/.test(text)
  const capital = isMachine ? text : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

/** Without the offset a step of a story begins with: it means nothing outside the story. */
export function withoutOffset(text: string): string {
  return text.replace(/^[\d.,]+ [a-z]+ later, /, '')
}

/** Joined as a sentence has them: `a, b and c`. */
export function listed(names: readonly string[], most = 4): string {
  const shown = names.length > most ? names.slice(0, most - 1) : names
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  if (shown.length < 2) return shown.join('')
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`
}
