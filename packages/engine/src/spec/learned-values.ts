import { type SentValue, textKinds } from './judge-leaf.ts'
import type { LearnedField } from './learned-operation.ts'

/**
 * Values that a field has certainly carried. What is learned says less than each exchange does: where two
 * readings are left, such as `1.0` for a number without a fraction, the wider one is taken.
 */
export function valuesOf({ path, domain }: LearnedField): readonly SentValue[] {
  const { types, enumeration } = domain
  return types.flatMap((type): readonly SentValue[] => {
    switch (type) {
      case 'string':
        return enumeration === null
          ? [{ path, kinds: ['string'], text: null }]
          : enumeration.map((text) => ({ path, kinds: ['string'], text }))
      case 'number':
        return [
          { path, kinds: hasFraction(domain) ? ['number'] : ['integer', 'number'], text: null },
        ]
      case 'integer':
        return [{ path, kinds: ['integer', 'number'], text: null }]
      default:
        return [{ path, kinds: [type], text: null }]
    }
  })
}

/** The same of a field whose values travel as text: a text may be whatever it spells. */
export function textValuesOf({ domain }: LearnedField): readonly SentValue[] {
  const { types, enumeration, format } = domain
  if (enumeration !== null)
    return enumeration.map((text) => ({ path: '', kinds: textKinds(text), text }))
  if (types.includes('integer')) return [anyLike('1')]
  if (types.includes('boolean')) return [anyLike('true')]
  // Texts of a format are no numbers; any other text may be one, such as `007`.
  return format === null ? [] : [anyLike('text')]
}

/** Some value that may be read as this one may. */
function anyLike(text: string): SentValue {
  return { path: '', kinds: textKinds(text), text: null }
}

function hasFraction({ minimum, maximum }: LearnedField['domain']): boolean {
  return [minimum, maximum].some((bound) => bound !== null && !Number.isInteger(bound))
}
