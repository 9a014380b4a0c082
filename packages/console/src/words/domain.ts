import type { Field } from '@weir/schema/api'
import { counted, grouped, rounded } from './numbers.ts'

/** What a field has carried, in words: `integer, 1 to 200`, `EUR, USD`, `uuid, 36 characters`. */
export function domainWords(field: Field): string {
  const { types, format, enumeration, distinct, masked } = field
  const nullable = types.includes('null') ? ', or null' : ''
  const kinds = types.filter((type) => type !== 'null')
  if (kinds.length === 0) return types.length === 0 ? 'no value yet' : 'always null'
  if (masked)
    return `${kinds.join(' or ')}, ${counted(distinct, 'different value')}, kept out${nullable}`
  if (enumeration !== null && enumeration.length > 0) return `${enumWords(enumeration)}${nullable}`
  const parts = [format ?? kinds.join(' or '), rangeWords(field), lengthWords(field)]
  return `${parts.filter((part) => part !== '').join(', ')}${nullable}`
}

const mostListed = 4

function enumWords(values: readonly string[]): string {
  const shown = values.slice(0, mostListed).map((value) => (value === '' ? '""' : value))
  const more = values.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}

function rangeWords({ minimum, maximum }: Field): string {
  if (minimum === null || maximum === null) return ''
  return minimum === maximum
    ? `always ${number(minimum)}`
    : `${number(minimum)} to ${number(maximum)}`
}

function lengthWords({ format, min_length: least, max_length: most, types }: Field): string {
  // A format fixes the length, or says more than it.
  if (format !== null || least === null || most === null || !types.includes('string')) return ''
  return least === most
    ? `${grouped(most)} characters`
    : `${grouped(least)} to ${grouped(most)} characters`
}

function number(value: number): string {
  return Number.isInteger(value) ? grouped(value) : rounded(value, 6)
}
