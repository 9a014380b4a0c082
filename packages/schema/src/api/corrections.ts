import { z } from 'zod'
import { name, nothing } from './query-values.ts'
import { route } from './route.ts'
import { count, time } from './words.ts'

export const correctionKind = z.enum(['merge', 'split', 'rename', 'ignore'])
export type CorrectionKind = z.infer<typeof correctionKind>

/** A person's word about paths of a service; it outweighs what traffic suggests, for ever. */
export const newCorrection = z.strictObject({
  kind: correctionKind.describe(
    '`merge`: the last segment of the template is a parameter. `split`: it is a word. `rename`: the parameter ' +
      'at the end has this name. `ignore`: the operation is in no list; its calls are still watched.',
  ),
  service: name,
  method: z
    .string()
    .regex(/^[A-Z-]{1,20}$/)
    .nullable()
    .default(null)
    .describe('Only for `ignore`: this method alone.'),
  template: z
    .string()
    .min(1)
    .max(2_048)
    .describe('`/teams/{team}`: words as templates write them, `{name}` or `{}` for any value.'),
  note: z.string().max(500).default('').describe('Why, for those who come after.'),
})
export type NewCorrection = z.infer<typeof newCorrection>

export const correction = z.strictObject({
  id: z.string(),
  ...newCorrection.shape,
  at_ms: time,
  by: z.string(),
})
export type Correction = z.infer<typeof correction>

const operationNames = z.array(z.strictObject({ method: z.string(), template: z.string() }))

/** What a correction changes in the list of operations. */
export const correctionEffect = z.strictObject({
  gone: operationNames.describe('Operations there will be no more, 200 at most.'),
  made: operationNames.describe('Operations there will be, 200 at most.'),
})
export type CorrectionEffect = z.infer<typeof correctionEffect>

export const correctionList = z.strictObject({ items: z.array(correction), total: count })
export type CorrectionList = z.infer<typeof correctionList>

export const listCorrections = route({
  id: 'listCorrections',
  method: 'GET',
  path: '/api/v1/corrections',
  summary: 'What people said about paths, by service and template.',
  params: nothing,
  query: z.strictObject({ service: name.optional() }),
  response: correctionList,
})

export const correctionAnswer = z.strictObject({
  correction: correction.nullable().describe('Null for a preview.'),
  effect: correctionEffect,
})
export type CorrectionAnswer = z.infer<typeof correctionAnswer>

export const createCorrection = route({
  id: 'createCorrection',
  method: 'POST',
  path: '/api/v1/corrections',
  summary:
    'Corrects how paths are read, within a second; with `preview` only says what that would do.',
  params: nothing,
  query: z.strictObject({ preview: z.enum(['true', 'false']).default('false') }),
  body: newCorrection,
  status: 201,
  response: correctionAnswer,
})

export const undoneCorrection = z.strictObject({ id: z.string(), undone: z.literal(true) })
export type UndoneCorrection = z.infer<typeof undoneCorrection>

export const undoCorrection = route({
  id: 'undoCorrection',
  method: 'DELETE',
  path: '/api/v1/corrections/{correction_id}',
  summary: 'Takes a correction back; what was learned under it stays.',
  params: z.strictObject({ correction_id: z.string().min(1).max(64) }),
  query: nothing,
  response: undoneCorrection,
})
