import type { FieldLocation } from '@weir/schema'
import { distinctValues, type FieldStats } from './field-stats.ts'

/** What a field carries, as far as the evidence says. */
export interface FieldDomain {
  readonly types: readonly ('string' | 'integer' | 'number' | 'boolean' | 'null')[]
  readonly format: 'date' | 'date-time' | 'uuid' | 'uri' | 'email' | 'ipv4' | null
  /** All values there are, when they are few and well supported. */
  readonly enumeration: readonly string[] | null
  readonly minimum: number | null
  readonly maximum: number | null
  readonly minLength: number | null
  readonly maxLength: number | null
  /** Estimated number of distinct values. */
  readonly distinct: number
}

/** An enumeration needs each value about this often, or it is a sample of something larger. */
const sightingsPerValue = 8
const mostValues = 12

const formats: readonly (readonly [NonNullable<FieldDomain['format']>, RegExp])[] = [
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  [
    'date-time',
    /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/,
  ],
  ['date', /^\d{4}-\d{2}-\d{2}$/],
  ['uri', /^https?:\/\/[^\s]{1,300}$/],
  ['ipv4', /^(?:\d{1,3}\.){3}\d{1,3}$/],
]

export function domainOf(stats: FieldStats, location: FieldLocation): FieldDomain {
  const { minNumber, maxNumber, minLength, maxLength } = stats
  const written = !location.endsWith('.body') && writesIntegers(stats)
  const numeric = written || (stats.numbers > 0 && stats.strings === 0)
  return {
    types: written ? ['integer'] : typesOf(stats),
    format: formatOf(stats),
    enumeration: enumerationOf(stats),
    minimum: numeric ? minNumber : null,
    maximum: numeric ? maxNumber : null,
    minLength: numeric ? null : minLength,
    maxLength: numeric ? null : maxLength,
    distinct: distinctValues(stats),
  }
}

/** Outside bodies numbers are texts. Leading zeros mean that digits are a name, not a number. */
function writesIntegers({ strings, numbers, integers, minNumber, minLength }: FieldStats): boolean {
  if (strings === 0 || numbers > 0 || integers < strings) return false
  return minNumber !== null && minNumber >= 0 && String(minNumber).length === minLength
}

function typesOf(stats: FieldStats): FieldDomain['types'] {
  const types: FieldDomain['types'][number][] = []
  if (stats.strings > 0) types.push('string')
  if (stats.numbers > 0) types.push(wholeNumbers(stats) ? 'integer' : 'number')
  if (stats.booleans > 0) types.push('boolean')
  if (stats.nulls > 0) types.push('null')
  return types
}

function wholeNumbers(stats: FieldStats): boolean {
  return stats.integers >= stats.numbers
}

function samples(stats: FieldStats): readonly string[] {
  return [...stats.distinct.entries.values()].flatMap(({ value }) => value.text ?? [])
}

function formatOf(stats: FieldStats): FieldDomain['format'] {
  if (stats.types.has('EMAIL_ADDRESS')) return 'email'
  const texts = samples(stats)
  if (texts.length === 0 || stats.strings === 0) return null
  return formats.find(([, pattern]) => texts.every((text) => pattern.test(text)))?.[0] ?? null
}

function enumerationOf(stats: FieldStats): readonly string[] | null {
  const { entries, dropped } = stats.distinct
  if (stats.strings === 0 || stats.numbers > 0 || dropped > 0 || entries.size > mostValues)
    return null
  const texts = samples(stats)
  if (texts.length < entries.size || stats.strings < entries.size * sightingsPerValue) return null
  return formatOf(stats) === null ? [...texts].sort() : null
}
