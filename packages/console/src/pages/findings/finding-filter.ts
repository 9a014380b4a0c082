import { activityNames, severityNames } from './names.ts'
import type { FindingFilter } from '../../api/queries.ts'
import { type FilterKeys, readFilter } from '../../words/filter-words.ts'

export const findingKeys: FilterKeys = {
  severity: severityNames,
  state: activityNames,
  tracker: null,
  service: null,
  actor: null,
  incident: null,
}

export interface ReadFindingFilter {
  readonly filter: FindingFilter
  readonly problems: readonly string[]
}

export function findingFilter(text: string): ReadFindingFilter {
  const { values, q, problems } = readFilter(text, findingKeys)
  return { filter: { ...values, ...(q === '' ? {} : { q }) }, problems }
}
