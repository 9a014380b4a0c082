import type { LeafKind } from '@weir/schema'
import type { Container } from '../decode/index.ts'
import { type BottomK, mergeBottomK, newBottomK, touch } from '../lib/bottom-k.ts'
import {
  bottomK,
  type Codec,
  CodecError,
  integer,
  nullable,
  octets,
  real,
  record,
  sortedMap,
  text,
} from '../lib/codec.ts'
import { addHash, mergeRegisters, newRegisters, type Registers } from '../lib/hyper-log-log.ts'
import type { Hash64 } from '../lib/sip-hash.ts'
import { limits } from '../limits.ts'
import { charClass, charClasses } from './char-classes.ts'
import { type TextFormat, textFormat, textFormats } from './text-format.ts'
import { mergeTypeTallies, type TypeTallies, typeTalliesCodec } from './type-tallies.ts'

/** What one field has carried: counts, extremes and samples that merge exactly. */
export interface FieldStats {
  /** Values seen, null included; objects and lists are counted apart. */
  values: number
  /** Exchanges the field stood in. */
  exchanges: number
  strings: number
  numbers: number
  /** Numbers without a fraction. */
  integers: number
  /** Texts that write a number without a fraction. */
  integerTexts: number
  booleans: number
  nulls: number
  objects: number
  lists: number
  /** Objects whose member it was, of those read to their end. */
  held: number
  /** Texts of each format. */
  readonly formats: Map<TextFormat, number>
  minItems: number | null
  maxItems: number | null
  /** In characters, as JSON Schema counts them. */
  minLength: number | null
  maxLength: number | null
  minNumber: number | null
  maxNumber: number | null
  /** Union of the character classes of the values (`char-classes.ts`). */
  classes: number
  /** Sample of distinct values: few distinct values are all here, which makes an enumeration. */
  readonly distinct: BottomK<SampledValue>
  /** Distinct actors, as support: hits alone teach nothing. */
  readonly actors: Registers
  readonly types: TypeTallies
}

export interface SampledValue {
  /** Null where the value may not be kept: too long, or typed as somebody's data. */
  readonly text: string | null
}

/** One value of a field as the inspector saw it. */
export interface FieldValue {
  readonly kind: LeafKind
  readonly text: string
  readonly rank: string
  readonly actor: Hash64
  /** May the text be kept as an example? */
  readonly open: boolean
}

const actorPrecision = 5
const integerText = /^-?\d{1,15}$/

export function newFieldStats(): FieldStats {
  return {
    values: 0,
    exchanges: 0,
    strings: 0,
    numbers: 0,
    integers: 0,
    integerTexts: 0,
    booleans: 0,
    nulls: 0,
    objects: 0,
    lists: 0,
    held: 0,
    formats: new Map(),
    minItems: null,
    maxItems: null,
    minLength: null,
    maxLength: null,
    minNumber: null,
    maxNumber: null,
    classes: 0,
    distinct: newBottomK(limits.fieldSample),
    actors: newRegisters(actorPrecision),
    types: new Map(),
  }
}

export function recordValue(stats: FieldStats, value: FieldValue): void {
  stats.values += 1
  addHash(stats.actors, value.actor)
  countKind(stats, value)
  if (value.kind === 'null') return
  const classes = charClasses(value.text)
  stats.classes |= classes
  const length = classes & charClass.beyondAscii ? [...value.text].length : value.text.length
  stats.minLength = smaller(stats.minLength, length)
  stats.maxLength = larger(stats.maxLength, length)
  const kept = value.open && value.text.length <= limits.sampleChars ? value.text : null
  touch(
    stats.distinct,
    value.rank,
    (rank) => rank,
    () => ({ text: kept }),
  )
}

export function recordContainer(stats: FieldStats, { kind, items }: Container): void {
  if (kind === 'object') {
    stats.objects += 1
    return
  }
  stats.lists += 1
  stats.minItems = smaller(stats.minItems, items)
  stats.maxItems = larger(stats.maxItems, items)
}

function countKind(stats: FieldStats, value: FieldValue): void {
  if (value.kind === 'null') stats.nulls += 1
  else if (value.kind === 'boolean') stats.booleans += 1
  else if (value.kind === 'string') stats.strings += 1
  else stats.numbers += 1
  if (value.kind === 'string') countFormat(stats.formats, value.text)
  const whole = integerText.test(value.text)
  if (whole && value.kind === 'number') stats.integers += 1
  if (whole && value.kind === 'string') stats.integerTexts += 1
  if (value.kind !== 'number' && !whole) return
  const number = Number(value.text)
  if (!Number.isFinite(number)) return
  stats.minNumber = smaller(stats.minNumber, number)
  stats.maxNumber = larger(stats.maxNumber, number)
}

function countFormat(formats: Map<TextFormat, number>, value: string): void {
  const format = textFormat(value)
  if (format !== null) formats.set(format, (formats.get(format) ?? 0) + 1)
}

export function mergeFieldStats(left: FieldStats, right: FieldStats): FieldStats {
  return {
    values: left.values + right.values,
    exchanges: left.exchanges + right.exchanges,
    strings: left.strings + right.strings,
    numbers: left.numbers + right.numbers,
    integers: left.integers + right.integers,
    integerTexts: left.integerTexts + right.integerTexts,
    booleans: left.booleans + right.booleans,
    nulls: left.nulls + right.nulls,
    objects: left.objects + right.objects,
    lists: left.lists + right.lists,
    held: left.held + right.held,
    formats: mergeFormats(left.formats, right.formats),
    minItems: smaller(left.minItems, right.minItems),
    maxItems: larger(left.maxItems, right.maxItems),
    minLength: smaller(left.minLength, right.minLength),
    maxLength: larger(left.maxLength, right.maxLength),
    minNumber: smaller(left.minNumber, right.minNumber),
    maxNumber: larger(left.maxNumber, right.maxNumber),
    classes: left.classes | right.classes,
    distinct: mergeBottomK(left.distinct, right.distinct, mergeSampled),
    actors: mergeRegisters(left.actors, right.actors),
    types: mergeTypeTallies(left.types, right.types),
  }
}

function mergeFormats(
  left: ReadonlyMap<TextFormat, number>,
  right: ReadonlyMap<TextFormat, number>,
): Map<TextFormat, number> {
  const merged = new Map(left)
  for (const [format, texts] of right) merged.set(format, (merged.get(format) ?? 0) + texts)
  return merged
}

/** The same value may be open in one place and typed as data in another: then it is not kept. */
function mergeSampled(left: SampledValue, right: SampledValue): SampledValue {
  return left.text === null ? left : right
}

function smaller(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right
  return Math.min(left, right)
}

function larger(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right
  return Math.max(left, right)
}

/** Estimated number of distinct values: exact while the sample holds them all. */
export function distinctValues(stats: FieldStats): number {
  const { distinct } = stats
  if (distinct.dropped === 0) return distinct.entries.size
  const bar = Number.parseInt((distinct.bar ?? 'ffffffff').slice(0, 8), 16) / 2 ** 32
  return Math.max(distinct.capacity, Math.round((distinct.capacity - 1) / Math.max(bar, 1e-9)))
}

const byName = sortedMap(integer)

const formatsCodec: Codec<Map<TextFormat, number>> = {
  encode: (formats) => byName.encode(formats),
  decode: (input) =>
    new Map([...byName.decode(input)].map(([name, texts]) => [formatOf(name), texts])),
}

function formatOf(name: string): TextFormat {
  const format = textFormats.find((known) => known === name)
  if (format === undefined) throw new CodecError(`unknown format ${name}`)
  return format
}

export const fieldStatsCodec: Codec<FieldStats> = record({
  values: integer,
  exchanges: integer,
  strings: integer,
  numbers: integer,
  integers: integer,
  integerTexts: integer,
  booleans: integer,
  nulls: integer,
  objects: integer,
  lists: integer,
  held: integer,
  formats: formatsCodec,
  minItems: nullable(integer),
  maxItems: nullable(integer),
  minLength: nullable(integer),
  maxLength: nullable(integer),
  minNumber: nullable(real),
  maxNumber: nullable(real),
  classes: integer,
  distinct: bottomK(record({ text: nullable(text) }), limits.fieldSample),
  actors: octets,
  types: typeTalliesCodec,
})
