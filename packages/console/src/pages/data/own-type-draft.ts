import type { NewOwnType, OwnTypeView, Problem } from '@weir/schema/api'

/** A definition as it stands in the form; lists are text. */
export interface OwnTypeDraft {
  readonly id: string
  readonly summary: string
  readonly category: NewOwnType['category']
  readonly sensitivity: NewOwnType['sensitivity']
  readonly jurisdiction: string
  readonly pattern: string
  readonly inText: boolean
  /** With commas between them. */
  readonly keys: string
  readonly validator: NewOwnType['validator']
  /** One a line. */
  readonly examples: string
  readonly counterexamples: string
}

/** What is sent: the API says whether its id is one. */
export type OwnTypeBody = Omit<NewOwnType, 'id'> & { readonly id: string }

export const emptyDraft: OwnTypeDraft = {
  id: 'X_',
  summary: '',
  category: 'PII',
  sensitivity: 'medium',
  jurisdiction: '',
  pattern: '',
  inText: false,
  keys: '',
  validator: null,
  examples: '',
  counterexamples: '',
}

export function draftOf(type: OwnTypeView): OwnTypeDraft {
  const { id, summary, category, sensitivity, validator } = type
  return {
    id,
    summary,
    category,
    sensitivity,
    validator,
    jurisdiction: type.jurisdiction ?? '',
    pattern: type.pattern ?? '',
    inText: type.in_text,
    keys: type.keys.join(', '),
    examples: type.examples.join('\n'),
    counterexamples: type.counterexamples.join('\n'),
  }
}

export function bodyOf(draft: OwnTypeDraft): OwnTypeBody {
  const { id, summary, category, sensitivity, jurisdiction, pattern, inText, validator } = draft
  return {
    id: id.trim(),
    summary: summary.trim(),
    category,
    sensitivity,
    jurisdiction: jurisdiction.trim() === '' ? null : jurisdiction.trim().toUpperCase(),
    // Spaces may be meant.
    pattern: pattern === '' ? null : pattern,
    in_text: inText,
    keys: partsOf(draft.keys, ','),
    validator,
    examples: partsOf(draft.examples, '\n'),
    counterexamples: partsOf(draft.counterexamples, '\n'),
  }
}

function partsOf(text: string, between: string): string[] {
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

const names = ['id', 'summary', 'pattern', 'jurisdiction', 'keys', 'examples', 'counterexamples']

/** Why a definition is refused: beside each field, and what belongs to none. */
export interface Refusal {
  readonly beside: ReadonlyMap<string, string>
  readonly general: string | null
}

/** `examples.1` is told beside the examples, with the line it is about. */
export function refusalOf(detail: string, problems: Problem['problems'] = []): Refusal {
  const beside = new Map<string, string>()
  const others: string[] = []
  for (const { name, what } of problems) {
    const [field = '', at] = name.split('.')
    if (names.includes(field)) beside.set(field, `${placeOf(field, at)}${what}`)
    else others.push(name === '' ? what : `${name}: ${what}`)
  }
  if (others.length > 0) return { beside, general: others.join('; ') }
  return { beside, general: beside.size > 0 ? null : detail }
}

function placeOf(field: string, at: string | undefined): string {
  if (at === undefined || !/^\d{1,3}$/.test(at)) return ''
  return `${field === 'keys' ? 'Name' : 'Line'} ${Number(at) + 1} `
}
