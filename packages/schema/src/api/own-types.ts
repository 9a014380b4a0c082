import { z } from 'zod'
import { nothing } from './query-values.ts'
import { route } from './route.ts'
import { category, count, time } from './words.ts'

const example = z.string().min(1).max(200)

/** `X_` and capitals, so that it is never taken for a type of Weir's. */
export const ownTypeId = z.templateLiteral(['X_', z.string().regex(/^[A-Z0-9_]{1,62}$/)])

/** A data type people define for what only they have. */
export const newOwnType = z.strictObject({
  id: ownTypeId.describe('`X_` and capitals, such as X_CUSTOMER_NUMBER.'),
  category: category.default('PII'),
  sensitivity: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
  jurisdiction: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null)
    .describe('ISO 3166 code of the country that issues it.'),
  summary: z.string().max(200).default(''),
  pattern: z
    .string()
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe('RE2 syntax; matched in time linear in the text. Null where names alone tell.'),
  in_text: z
    .boolean()
    .default(false)
    .describe('Also inside longer texts; else the whole value must match.'),
  keys: z
    .array(z.string().min(1).max(64))
    .max(32)
    .default([])
    .describe('Names of fields that tell of it, such as `customer number`.'),
  validator: z
    .enum(['luhn', 'verhoeff', 'mod97', 'mod11-2'])
    .nullable()
    .default(null)
    .describe('Check over letters and digits.'),
  examples: z
    .array(example)
    .max(20)
    .default([])
    .describe('Invented values that must be of this type.'),
  counterexamples: z.array(example).max(20).default([]).describe('Values that must not be.'),
})
export type NewOwnType = z.infer<typeof newOwnType>

export const ownType = z.strictObject({ ...newOwnType.shape, at_ms: time, by: z.string() })
export type OwnTypeView = z.infer<typeof ownType>

export const ownTypeList = z.strictObject({ items: z.array(ownType), total: count })
export type OwnTypeList = z.infer<typeof ownTypeList>

export const listOwnTypes = route({
  id: 'listOwnTypes',
  method: 'GET',
  path: '/api/v1/own-types',
  summary: 'Data types people defined.',
  params: nothing,
  query: nothing,
  response: ownTypeList,
})

export const defineOwnType = route({
  id: 'defineOwnType',
  method: 'POST',
  path: '/api/v1/own-types',
  summary:
    'Defines a data type, or anew the one of the same id; it is looked for within a second. With `preview` it is only checked.',
  params: nothing,
  query: z.strictObject({ preview: z.enum(['true', 'false']).default('false') }),
  body: newOwnType,
  status: 201,
  response: ownType,
})

export const removedOwnType = z.strictObject({ id: z.string(), removed: z.literal(true) })
export type RemovedOwnType = z.infer<typeof removedOwnType>

export const removeOwnType = route({
  id: 'removeOwnType',
  method: 'DELETE',
  path: '/api/v1/own-types/{type_id}',
  summary: 'Looks for a data type no more.',
  params: z.strictObject({ type_id: z.string().min(1).max(64) }),
  query: nothing,
  response: removedOwnType,
})
