import { type HeaderFields, valuesOf } from './header-fields.ts'

const maxHops = 16
const maxChars = 1_024

/** The hops `X-Forwarded-For` claims, nearest last; of a long list the nearest ones. */
export function forwardedFor(fields: HeaderFields): readonly string[] {
  const values = valuesOf(fields, 'x-forwarded-for')
  if (values.length === 0) return []
  return values
    .join(',')
    .slice(-maxChars)
    .split(',')
    .slice(-maxHops)
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '')
}
