import { postureNames } from '../../words/posture.ts'
import type { OperationFilter } from '../../api/queries.ts'
import { type FilterKeys, readFilter } from '../../words/filter-words.ts'

const operationKeys: FilterKeys = {
  service: null,
  method: null,
  state: ['learning', 'known'],
  authentication: ['always', 'mixed', 'never'],
  data_type: null,
  posture: postureNames,
  category: ['PII', 'PCI', 'PHI', 'FIN', 'GEO', 'SECRET', 'TECH'],
}

export interface ReadOperationFilter {
  readonly filter: OperationFilter
  readonly problems: readonly string[]
}

/** In the API's words; a service chosen in the tree holds unless the text names another. */
export function operationFilter(text: string, service: string | undefined): ReadOperationFilter {
  const { values, q, problems } = readFilter(text, operationKeys)
  return {
    filter: {
      ...(service === undefined ? {} : { service }),
      ...values,
      ...(q === '' ? {} : { q }),
    },
    problems,
  }
}
