import type { FieldLocation } from '@weir/schema'
import { distinctValues, type FieldStats } from './field-stats.ts'
import type { TextFormat } from './text-format.ts'

/** What a field carries, as far as the evidence says. */
export interface FieldDomain {
  readonly types: readonly ('string' | 'integer' | 'number' | 'boolean' | 'null')[]
  /** Format of every text it carried. */
  readonly format: TextFormat | null
  /** All values there are, when they are few and well supported. */
  readonly enumeration: readonly string[] | null
  readonly minimum: number | null
  readonly maximum: number | null
  readonly minLength: number | null
  readonly maxLength: number | null
  /** Estimated number of distinct values. */
  readonly distinct: number
}

/**
 * An enumeration needs its values about this often, and each of them twice: one seen once foretells others
 * that were not seen yet (Good–Turing).
 */
const sightingsPerValue = 8
const leastSightings = 2
const mostValues = 12

export function domainOf(stats: FieldStats, location: FieldLocation): FieldDomain {
  const { minNumber, maxNumber, minLength, maxLength } = stats
  const written = location.endsWith('.body') ? null : writtenType(stats)
  const numeric = written === 'integer' || (stats.numbers > 0 && stats.strings === 0)
  return {
    types: written === null ? typesOf(stats) : [written],
    format: formatOf(stats),
    enumeration: written === 'boolean' ? null : enumerationOf(stats),
    minimum: numeric ? minNumber : null,
    maximum: numeric ? maxNumber : null,
    minLength: numeric ? null : minLength,
    maxLength: numeric ? null : maxLength,
    distinct: distinctValues(stats),
  }
}

/** Outside bodies everything is text: the type that was written in all of it. */
function writtenType(stats: FieldStats): 'integer' | 'boolean' | null {
  if (stats.strings === 0 || stats.numbers > 0) return null
  if (writesIntegers(stats)) return 'integer'
  const { entries, dropped } = stats.distinct
  const texts = samples(stats)
  const complete = dropped === 0 && texts.length === entries.size
  return complete && texts.every((text) => text === 'true' || text === 'false') ? 'boolean' : null
}

/** Leading zeros mean that digits are a name, not a number. */
function writesIntegers({ strings, integerTexts, minNumber, minLength }: FieldStats): boolean {
  if (integerTexts < strings) return false
  return minNumber !== null && minNumber >= 0 && String(minNumber).length === minLength
}

function typesOf(stats: FieldStats): FieldDomain['types'] {
  const types: FieldDomain['types'][number][] = []
  if (stats.strings > 0) types.push('string')
  if (stats.numbers > 0) types.push(stats.integers >= stats.numbers ? 'integer' : 'number')
  if (stats.booleans > 0) types.push('boolean')
  if (stats.nulls > 0) types.push('null')
  return types
}

function samples(stats: FieldStats): readonly string[] {
  return [...stats.distinct.entries.values()].flatMap(({ value }) => value.text ?? [])
}

function formatOf({ formats, strings }: FieldStats): TextFormat | null {
  for (const [format, texts] of formats) if (texts === strings) return format
  return null
}

function enumerationOf(stats: FieldStats): readonly string[] | null {
  const { entries, dropped } = stats.distinct
  if (stats.strings === 0 || stats.numbers > 0 || stats.booleans > 0) return null
  if (dropped > 0 || entries.size > mostValues) return null
  const texts = samples(stats)
  if (texts.length < entries.size || stats.strings < entries.size * sightingsPerValue) return null
  if ([...entries.values()].some(({ seen }) => seen < leastSightings)) return null
  return formatOf(stats) === null ? [...texts].sort() : null
}
