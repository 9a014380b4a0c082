import { z } from 'zod'
import { name, nothing, paging, words } from './query-values.ts'
import { route } from './route.ts'
import { count, operationRef, time } from './words.ts'

/** Every way in which traffic and a description part. */
export const specRuleNames = [
  'shadow',
  'zombie',
  'undocumented-security',
  'type-break',
  'undocumented-field',
  'undocumented-parameter',
  'enum-break',
  'missing-parameter',
  'undocumented-status',
  'orphan',
] as const
export const specRule = z.enum(specRuleNames)
export type SpecRule = z.infer<typeof specRule>

export const specLevelNames = ['note', 'warning', 'error'] as const
export const specLevel = z.enum(specLevelNames)
export type SpecLevel = z.infer<typeof specLevel>

/** What each rule means, and how grave it is: what nobody described may be what nobody protects. */
export const specRules: Readonly<
  Record<SpecRule, { readonly level: SpecLevel; readonly title: string }>
> = {
  shadow: { level: 'error', title: 'An operation answers that no description has' },
  zombie: { level: 'warning', title: 'A deprecated operation is still called' },
  'undocumented-security': {
    level: 'warning',
    title: 'An operation answers without the credential it demands',
  },
  'type-break': { level: 'warning', title: 'A value has a type that is not described' },
  'undocumented-field': { level: 'warning', title: 'A field is sent that is not described' },
  'undocumented-parameter': {
    level: 'warning',
    title: 'A query parameter is sent that is not described',
  },
  'enum-break': { level: 'warning', title: 'A value is none of those described' },
  'missing-parameter': { level: 'note', title: 'A required query parameter is not sent' },
  'undocumented-status': { level: 'note', title: 'A status is answered that is not described' },
  orphan: { level: 'note', title: 'A described operation was never called' },
}

/** Longest document that is taken, in characters. */
export const mostSpecLength = 1_048_576

/** An OpenAPI document that people publish for a service. */
export const newSpec = z.strictObject({
  service: name.describe('The service as Weir names it; it need not have been seen yet.'),
  file: z.string().min(1).max(200).describe('Name of its file, such as `openapi.yaml`.'),
  text: z
    .string()
    .min(1)
    .max(mostSpecLength, `has more than ${mostSpecLength} characters: divide it by service`)
    .describe('OpenAPI 3.0 or 3.1, YAML or JSON. Nothing it refers to is fetched.'),
})
export type NewSpec = z.infer<typeof newSpec>

export const specSummary = z.strictObject({
  service: z.string(),
  file: z.string(),
  title: z.string(),
  version: z.string().describe('As the document has it.'),
  revision: count.describe('How often one was given for this service.'),
  operations: count,
  characters: count,
  at_ms: time,
  by: z.string(),
})
export type SpecSummary = z.infer<typeof specSummary>

export const specProblem = z.strictObject({
  line: z.number().int().min(1),
  at: z.string().describe('Where it stands: `paths./orders.get`.'),
  what: z.string(),
})
export type SpecProblem = z.infer<typeof specProblem>

export const specRuleCount = z.strictObject({
  rule: specRule,
  level: specLevel,
  title: z.string().describe('What the rule means.'),
  count,
})
export type SpecRuleCount = z.infer<typeof specRuleCount>

export const specList = z.strictObject({ items: z.array(specSummary), total: count })
export type SpecList = z.infer<typeof specList>

export const listSpecs = route({
  id: 'listSpecs',
  method: 'GET',
  path: '/api/v1/specs',
  summary: 'Documents people gave, by service.',
  params: nothing,
  query: nothing,
  response: specList,
})

export const specAnswer = z.strictObject({
  spec: specSummary.nullable().describe('Null for a preview.'),
  title: z.string(),
  version: z.string(),
  operations: count,
  problems: z.array(specProblem).describe('What in it cannot be read; the rest holds. 50 at most.'),
  rules: z.array(specRuleCount).describe('Differences from what is known now.'),
})
export type SpecAnswer = z.infer<typeof specAnswer>

export const putSpec = route({
  id: 'putSpec',
  method: 'POST',
  path: '/api/v1/specs',
  summary:
    'Keeps the document of a service in place of the one before; with `preview` only says what comes of it.',
  params: nothing,
  query: z.strictObject({ preview: z.enum(['true', 'false']).default('false') }),
  body: newSpec,
  // A text as JSON may be longer than the text.
  mostBodyBytes: 4 * mostSpecLength,
  status: 201,
  response: specAnswer,
})

const ofService = z.strictObject({ service_name: name })

/** A file to save, as it is. */
export const fileAnswer = z.strictObject({
  media_type: z.enum(['application/json', 'application/yaml']),
  file: z.string(),
  text: z.string(),
})
export type FileAnswer = z.infer<typeof fileAnswer>

export const getSpec = route({
  id: 'getSpec',
  method: 'GET',
  path: '/api/v1/specs/{service_name}',
  summary: 'The document of a service as it was given.',
  params: ofService,
  query: nothing,
  answers: 'file',
  response: fileAnswer,
})

export const removedSpec = z.strictObject({ service: z.string(), removed: z.literal(true) })
export type RemovedSpec = z.infer<typeof removedSpec>

export const removeSpec = route({
  id: 'removeSpec',
  method: 'DELETE',
  path: '/api/v1/specs/{service_name}',
  summary: 'Holds the service against no document any more.',
  params: ofService,
  query: nothing,
  response: removedSpec,
})

/** One difference with its evidence. */
export const specDifference = z.strictObject({
  rule: specRule,
  level: specLevel,
  method: z.string(),
  template: z.string().describe('As the document has it; as it was learned where it has none.'),
  in: z.enum(['req.query', 'req.body', 'res.body']).nullable(),
  path: z.string().describe('Field, parameter or status; empty for the whole operation.'),
  what: z.string(),
  count: count.describe('Calls that show it, at least; 0 for what nobody called.'),
  operation: operationRef.nullable().describe('Null for what nobody called.'),
  line: z.number().int().min(1).describe('Line of the document.'),
  since_ms: time
    .nullable()
    .describe(
      'When its operation was first called; of an orphan, since when its service is watched.',
    ),
  last_ms: time.nullable().describe('When its operation was last called.'),
  callers: z
    .array(z.strictObject({ source: z.string(), calls: count, last_ms: time }))
    .nullable()
    .describe(
      'Who called its operation in the last 7 days, most calls first, 5 at most; null while the ledger cannot say.',
    ),
})
export type SpecDifference = z.infer<typeof specDifference>

export const specDiff = z.strictObject({
  spec: specSummary,
  problems: z.array(specProblem),
  matched: count.describe('Calls that belong to operations of the document.'),
  called: count.describe('Operations of the document that were called.'),
  rules: z.array(specRuleCount).describe('Of all differences, the gravest first.'),
  items: z.array(specDifference),
  next: z.string().nullable(),
  total: count,
})
export type SpecDiff = z.infer<typeof specDiff>

export const getSpecDiff = route({
  id: 'getSpecDiff',
  method: 'GET',
  path: '/api/v1/services/{service_name}/spec-diff',
  summary: 'Where what is known of a service and its document part, the gravest first.',
  params: ofService,
  query: z.strictObject({ ...paging, rule: words(specRuleNames).optional() }),
  response: specDiff,
})

export const getServiceOpenapi = route({
  id: 'getServiceOpenapi',
  method: 'GET',
  path: '/api/v1/services/{service_name}/openapi',
  summary: 'The service as it was seen in use, as OpenAPI 3.1.',
  params: ofService,
  query: z.strictObject({
    format: z
      .enum(['json', 'yaml'])
      .default('json')
      .describe('Else what `Accept` asks for, such as `application/yaml`.'),
    bounds: z
      .enum(['true', 'false'])
      .default('true')
      .describe('Also ranges and lengths, where they are certain: an allow-list.'),
  }),
  answers: 'file',
  response: fileAnswer,
})
