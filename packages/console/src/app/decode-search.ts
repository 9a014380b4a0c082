import { ranges, type RangeId } from './ranges.ts'

// The address is the state of a page. Everything in it is checked here; what is not known is dropped.

type Raw = Readonly<Record<string, unknown>>

export interface RootSearch {
  readonly t?: RangeId | undefined
}

export const lenses = ['leaves', 'traffic', 'errors'] as const
export type Lens = (typeof lenses)[number]

export interface OverviewSearch {
  readonly lens?: Lens | undefined
}

export interface FindingsSearch {
  readonly q?: string | undefined
}

export interface CatalogSearch {
  readonly service?: string | undefined
  readonly q?: string | undefined
}

export const operationTabs = ['fields', 'callers', 'volumes', 'findings'] as const
export type OperationTab = (typeof operationTabs)[number]

export interface OperationSearch {
  readonly tab?: OperationTab | undefined
  readonly field?: string | undefined
  readonly q?: string | undefined
}

export interface SpecSearch {
  readonly rule?: string | undefined
}

export interface DataSearch {
  readonly type?: string | undefined
  readonly q?: string | undefined
}

const longest = 512

export function decodeRootSearch(raw: Raw): RootSearch {
  const range = ranges.find(({ id }) => id === raw['t'])
  return range === undefined ? {} : { t: range.id }
}

export function decodeOverviewSearch(raw: Raw): OverviewSearch {
  const lens = lenses.find((name) => name === raw['lens'])
  return lens === undefined ? {} : { lens }
}

export function decodeFindingsSearch(raw: Raw): FindingsSearch {
  return optional('q', text(raw['q']))
}

export function decodeCatalogSearch(raw: Raw): CatalogSearch {
  return { ...optional('service', text(raw['service'])), ...optional('q', text(raw['q'])) }
}

export function decodeOperationSearch(raw: Raw): OperationSearch {
  const tab = operationTabs.find((name) => name === raw['tab'])
  return {
    ...(tab === undefined ? {} : { tab }),
    ...optional('field', text(raw['field'])),
    ...optional('q', text(raw['q'])),
  }
}

/** Rules are the API's: one it does not know is an answer, not a notice. */
export function decodeSpecSearch(raw: Raw): SpecSearch {
  const rule = text(raw['rule'])
  return rule !== undefined && /^[a-z-]{1,40}$/.test(rule) ? { rule } : {}
}

export function decodeDataSearch(raw: Raw): DataSearch {
  return { ...optional('type', text(raw['type'])), ...optional('q', text(raw['q'])) }
}

/** The router reads `?q=5` as a number; a filter is always text. */
function text(value: unknown): string | undefined {
  const words = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  return typeof words === 'string' && words !== '' && words.length <= longest ? words : undefined
}

function optional<Name extends string>(
  name: Name,
  value: string | undefined,
): { readonly [One in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [One in Name]?: string })
}
