import { z } from 'zod'
import { name, nothing, words } from './query-values.ts'
import { route } from './route.ts'
import {
  category,
  categoryNames,
  count,
  direction,
  fieldLocation,
  operationRef,
  share,
} from './words.ts'

/** A field that carries a data type. */
export const dataTypePlace = z.strictObject({
  operation: operationRef,
  in: fieldLocation,
  path: z.string(),
  confidence: share,
  presence: share,
})
export type DataTypePlace = z.infer<typeof dataTypePlace>

export const dataType = z.strictObject({
  type: z.string(),
  category,
  sensitivity: z.enum(['low', 'medium', 'high', 'critical']),
  jurisdiction: z.string().nullable().describe('ISO 3166 code of the country that issues it.'),
  summary: z.string(),
  services: z.array(z.string()),
  places: z.array(dataTypePlace).describe('Where it stands, 100 at most.'),
  places_total: count,
  flows: z
    .array(
      z.strictObject({
        source: z.string(),
        service: z.string(),
        direction,
        calls: count,
      }),
    )
    .nullable()
    .describe('Between whom it went in the last 24 hours; null while the ledger cannot say.'),
})
export type DataType = z.infer<typeof dataType>

export const dataTypeList = z.strictObject({ items: z.array(dataType), total: count })
export type DataTypeList = z.infer<typeof dataTypeList>

export const listDataTypes = route({
  id: 'listDataTypes',
  method: 'GET',
  path: '/api/v1/data-types',
  summary:
    'Data types that were seen, where they stand and where they go; the most sensitive first.',
  params: nothing,
  query: z.strictObject({
    type: name.optional(),
    category: words(categoryNames).optional(),
    service: name.optional(),
  }),
  response: dataTypeList,
})
