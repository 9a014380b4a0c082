import { limits } from '../limits.ts'
import type { DataTypeId } from './data-types.ts'
import {
  identifierWords,
  keyOnlyNames,
  opposingWords,
  personRoles,
  tellingNames,
  thingWords,
} from './vocabulary.ts'

/** What the name of a field says about its values. */
export interface KeyReading {
  readonly words: readonly string[]
  /** Types the name tells of. */
  readonly named: ReadonlySet<DataTypeId>
  /** `opposed`: the name tells of something else; `identifier`: of a record's identity. */
  readonly stance: 'neutral' | 'identifier' | 'opposed'
  /** `name` alone, or of a person-like parent: a person's name or not, the value decides. */
  readonly bareName: boolean
  /** The name of a thing or place: no person's, however it reads. */
  readonly ofThing: boolean
  /** Read from words around a span, where several things may be spoken of. */
  readonly fromProse: boolean
}

const longestPhraseWords = 4
const noTypes: ReadonlySet<DataTypeId> = new Set()
const typesByName = buildTypesByName()
const shortKeys: ReadonlySet<string> = new Set(
  'number no num nr code value text raw full'.split(' '),
)

function buildTypesByName(): ReadonlyMap<string, readonly DataTypeId[]> {
  const map = new Map<string, DataTypeId[]>()
  for (const [type, names] of tellingNames) {
    for (const name of names.split(' ')) {
      const types = map.get(name)
      if (types === undefined) map.set(name, [type])
      else types.push(type)
    }
  }
  return map
}

/** Splits camelCase, snake_case, kebab-case and spaced names into lower-case words without accents. */
export function splitWords(name: string): readonly string[] {
  const plain = name
    .slice(0, limits.keyChars)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/ø/gi, 'o')
    .replace(/ł/gi, 'l')
  return (
    plain
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .match(/[a-z0-9]{1,64}/g) ?? []
  )
}

/** Adds the types told by the longest known runs of neighbouring words, left to right. */
function collectTypes(words: readonly string[], into: Set<DataTypeId>, inProse: boolean): void {
  let start = 0
  while (start < words.length) {
    const phrase = longestPhrase(words, start, inProse)
    for (const type of phrase.types) {
      const isLast = start + phrase.length >= words.length
      if (type !== 'PERSON' || isLast || inProse) into.add(type)
    }
    start += Math.max(phrase.length, 1)
  }
}

interface Phrase {
  readonly types: readonly DataTypeId[]
  readonly length: number
}

const noPhrase: Phrase = { types: [], length: 0 }

function longestPhrase(words: readonly string[], start: number, inProse: boolean): Phrase {
  let joined = ''
  let best = noPhrase
  const end = Math.min(words.length, start + longestPhraseWords)
  for (let index = start; index < end; index += 1) {
    joined += words[index] ?? ''
    if (inProse && keyOnlyNames.has(joined)) continue
    const types = typesByName.get(joined) ?? typesByName.get(joined.replace(/[0-9]{1,3}$/, ''))
    if (types !== undefined) best = { types, length: index - start + 1 }
  }
  return best
}

function stanceOf(words: readonly string[], named: ReadonlySet<DataTypeId>): KeyReading['stance'] {
  if (named.size > 0) return 'neutral'
  if (words.some((word) => opposingWords.has(word))) return 'opposed'
  const last = words[words.length - 1]
  if (last !== undefined && words.length > 1 && identifierWords.has(last)) return 'identifier'
  return last === 'id' || last === 'ids' ? 'identifier' : 'neutral'
}

function readWords(words: readonly string[], parentWords: readonly string[]): KeyReading {
  const named = new Set<DataTypeId>()
  collectTypes(words, named, false)
  if (named.size === 0 && words.length === 1) borrowFromParent(words[0] ?? '', parentWords, named)
  dropThings(words, named)
  return {
    words,
    named: named.size === 0 ? noTypes : named,
    stance: stanceOf(words, named),
    bareName: !named.has('PERSON') && isBareName(words, parentWords),
    ofThing: words.some((word) => thingWords.has(word)),
    fromProse: false,
  }
}

/** `card: { number }` and `customer: { name }` are told by the parent. */
function borrowFromParent(
  only: string,
  parentWords: readonly string[],
  named: Set<DataTypeId>,
): void {
  if (shortKeys.has(only)) {
    collectTypes([...parentWords, only], named, false)
    if (named.size === 0) collectTypes(parentWords, named, false)
  }
  if (only === 'name' && parentWords.some((word) => personRoles.has(word))) named.add('PERSON')
}

function isBareName(words: readonly string[], parentWords: readonly string[]): boolean {
  const last = words[words.length - 1]
  if (last !== 'name' && last !== 'nom') return false
  const all = words.length === 1 ? [...words, ...parentWords] : words
  return !all.some((word) => thingWords.has(word))
}

/** `userName` tells of a sign-in name, `email verified at` of no address, `ip version` of no host. */
function dropThings(words: readonly string[], named: Set<DataTypeId>): void {
  if (named.has('USERNAME')) named.delete('PERSON')
  const last = words[words.length - 1] ?? ''
  if (
    /^(?:at|on|count|verified|enabled|type|status|version|hash|digest|algorithm|url|format|length|policy|expires|ttl|flag|sent)$/.test(
      last,
    )
  ) {
    if (!named.has('DATE_OF_BIRTH')) named.clear()
  }
  if (words.some((word) => word === 'is' || word === 'has')) named.clear()
}

const readings = new Map<string, KeyReading>()

/** Reads a key beside its parent's; remembered, because the same few names come again and again. */
export function readKey(key: string, parentKey: string): KeyReading {
  const id = `${key}\u0000${parentKey}`
  const known = readings.get(id)
  if (known !== undefined) return known
  if (readings.size >= limits.keyReadings) readings.clear()
  const reading = readWords(splitWords(key), splitWords(parentKey))
  readings.set(id, reading)
  return reading
}

/** Reads the words of prose beside a value. */
export function readProse(before: string, after: string): KeyReading {
  const named = new Set<DataTypeId>()
  const left = splitWords(before)
  collectTypes(left, named, true)
  collectTypes(splitWords(after), named, true)
  const nearest = left.slice(-3)
  const opposed = named.size === 0 && nearest.some((word) => opposingWords.has(word))
  return {
    words: nearest,
    named,
    stance: opposed ? 'opposed' : 'neutral',
    bareName: false,
    ofThing: false,
    fromProse: true,
  }
}
