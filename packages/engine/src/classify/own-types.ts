import { failure, type Result, success } from '@weir/schema'
import { RE2JS } from 're2js'
import { limits } from '../limits.ts'
import { isMod11Radix2Valid } from './check-digits/iso-7064.ts'
import { isLuhnValid } from './check-digits/luhn.ts'
import { mod97Alphanumeric } from './check-digits/mod-97.ts'
import { isVerhoeffValid } from './check-digits/verhoeff.ts'
import {
  type DataCategory,
  type DataType,
  findDataType,
  type OwnTypeId,
  type Sensitivity,
} from './data-types.ts'
import { addOwnMatch, type Candidate, readingAt, type Scan } from './detector.ts'
import { splitWords } from './key-words.ts'

/** Checks over the letters and digits of a value, separators left out. */
const validators = {
  luhn: (text: string) => /^\d{2,40}$/.test(text) && isLuhnValid(text),
  verhoeff: (text: string) => /^\d{2,40}$/.test(text) && isVerhoeffValid(text),
  mod97: (text: string) => /^[0-9A-Z]{5,40}$/.test(text) && mod97Alphanumeric(text) === 1,
  'mod11-2': (text: string) => /^\d{1,39}[\dX]$/.test(text) && isMod11Radix2Valid(text),
} as const

export type OwnValidator = keyof typeof validators
export const ownValidators = [
  'luhn',
  'verhoeff',
  'mod97',
  'mod11-2',
] as const satisfies readonly OwnValidator[]

/** A data type people define for what only they have: a customer number, a project code. */
export interface OwnType {
  /** `X_CUSTOMER_NUMBER` */
  readonly id: OwnTypeId
  readonly category: DataCategory
  readonly sensitivity: Sensitivity
  /** ISO 3166 alpha-2 code of a country; null where none issues it. */
  readonly jurisdiction: string | null
  readonly summary: string
  /** RE2 syntax, matched in time linear in the text; null where names alone tell. */
  readonly pattern: string | null
  /** Also inside longer texts, at ends of words; else the whole value must match. */
  readonly inText: boolean
  /** Names of fields that tell of it: `customer number`. */
  readonly keys: readonly string[]
  readonly validator: OwnValidator | null
  /** Invented values that must be of this type, and some that must not: checked when it is defined. */
  readonly examples: readonly string[]
  readonly counterexamples: readonly string[]
}

/** Every data type there is: Weir's, and people's own. */
export interface DataTypes {
  readonly own: readonly OwnType[]
  find(id: string): DataType | undefined
  /** Own types a field's name tells of. */
  namedBy(key: string): ReadonlySet<string>
  /** Adds what people's own types make of a text; null where there are none. */
  readonly detect: ((scan: Scan, found: Candidate[]) => void) | null
}

const nothing: ReadonlySet<string> = new Set()

export const builtInTypes: DataTypes = {
  own: [],
  find: findDataType,
  namedBy: () => nothing,
  detect: null,
}

interface Compiled {
  readonly type: OwnType
  readonly pattern: RE2JS | null
  readonly names: ReadonlySet<string>
}

/** Checks a definition and its examples; the problem says what to change. */
export function readOwnType(given: OwnType): Result<OwnType> {
  const { pattern, keys, examples, counterexamples } = given
  if (pattern === null && keys.length === 0) {
    return failure('a type needs a pattern, keys, or both')
  }
  const compiled = compiledType(given)
  if (!compiled.ok) return compiled
  const matches = matcherOf(compiled.value)
  const [key = ''] = keys
  const missed = examples.findIndex((text) => !matches(text, key))
  if (missed !== -1) return failure(`examples.${missed}: is not of this type`)
  const taken = counterexamples.findIndex((text) => matches(text, key))
  if (taken !== -1) return failure(`counterexamples.${taken}: is of this type`)
  return success(given)
}

/** Whether one value, under the name that tells of it, would be reported. */
function matcherOf(compiled: Compiled): (text: string, key: string) => boolean {
  return (text) =>
    matchesIn(compiled, text).some(({ start, end }) =>
      isValid(compiled.type, text.slice(start, end)),
    )
}

function compiledType(type: OwnType): Result<Compiled> {
  const names = new Set(type.keys.map(joined))
  if (type.pattern === null) return success({ type, pattern: null, names })
  try {
    const pattern = RE2JS.compile(type.pattern)
    if (pattern.programSize() > limits.ownPatternSize) {
      return failure('pattern: is too large; use smaller counts')
    }
    if (pattern.matches('')) return failure('pattern: must not match the empty text')
    return success({ type, pattern, names })
  } catch (cause) {
    return failure(`pattern: ${cause instanceof Error ? cause.message : 'cannot be read'}`)
  }
}

/** Definitions that cannot be compiled are left out: who keeps them has checked them. */
export function compileOwnTypes(own: readonly OwnType[]): DataTypes {
  if (own.length === 0) return builtInTypes
  const compiled = own.slice(0, limits.ownTypes).flatMap((type) => {
    const read = compiledType(type)
    return read.ok ? [read.value] : []
  })
  const byId: ReadonlyMap<string, DataType> = new Map(own.map((type) => [type.id, rowOf(type)]))
  return {
    own,
    find: (id) => byId.get(id) ?? findDataType(id),
    namedBy: (key) => {
      const words = splitWords(key)
      return new Set(compiled.flatMap((one) => (isNamed(one, words) ? [one.type.id] : [])))
    },
    detect: (scan, found) => {
      for (const one of compiled) detectOne(one, scan, found)
    },
  }
}

function rowOf({ id, category, jurisdiction, sensitivity, summary }: OwnType): DataType {
  return { id, category, jurisdiction, sensitivity, summary }
}

function joined(name: string): string {
  return splitWords(name).join('')
}

/** A run of words of the name, at its end or alone: `billing_customer_no` tells of `customer no`. */
function isNamed({ names }: Compiled, words: readonly string[]): boolean {
  for (let from = 0; from < words.length; from += 1) {
    if (names.has(words.slice(from).join(''))) return true
  }
  return false
}

/** How far a match is believed; a name that tells of it or a check make it certain. */
const belief = { named: 0.95, checked: 0.9, alone: 0.7, byNameOnly: 0.7, elsewhere: 0.3 } as const

function detectOne(one: Compiled, scan: Scan, found: Candidate[]): void {
  if (one.pattern === null) {
    if (isNamed(one, scan.reading.words))
      addOwnMatch(found, one.type.id, belief.byNameOnly, 0, scan.text.length)
    return
  }
  for (const { start, end } of matchesIn(one, scan.text)) {
    const valid = isValid(one.type, scan.text.slice(start, end))
    const named = isNamed(one, readingAt(scan, start, end).words)
    addOwnMatch(found, one.type.id, valid ? confidenceOf(one, named) : 0, start, end)
  }
}

function confidenceOf({ type }: Compiled, named: boolean): number {
  if (named) return belief.named
  if (type.validator !== null) return belief.checked
  return type.keys.length === 0 ? belief.alone : belief.elsewhere
}

interface Span {
  readonly start: number
  readonly end: number
}

function matchesIn({ type, pattern }: Compiled, text: string): readonly Span[] {
  if (pattern === null) return text === '' ? [] : [{ start: 0, end: text.length }]
  if (text.length > limits.ownPatternChars) return []
  if (!type.inText) return pattern.matches(text) ? [{ start: 0, end: text.length }] : []
  const spans: Span[] = []
  const matcher = pattern.matcher(text)
  while (spans.length < limits.candidatesPerText && matcher.find()) {
    const span = { start: matcher.start(), end: matcher.end() }
    if (span.end > span.start && standsAlone(text, span)) spans.push(span)
  }
  return spans
}

/** Not in the middle of a word or number. */
function standsAlone(text: string, { start, end }: Span): boolean {
  const isWord = (at: number): boolean => /^[\p{L}\p{N}_]$/u.test(text.charAt(at))
  const cutsBefore = start > 0 && isWord(start - 1) && isWord(start)
  return !cutsBefore && !(end < text.length && isWord(end) && isWord(end - 1))
}

function isValid({ validator }: OwnType, text: string): boolean {
  if (validator === null) return true
  return validators[validator](text.replace(/[^0-9A-Za-z]/g, '').toUpperCase())
}
