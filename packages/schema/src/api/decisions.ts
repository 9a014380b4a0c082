import { z } from 'zod'
import { parsePath } from '../decision/redaction-path.ts'
import { name, nothing } from './query-values.ts'
import { route } from './route.ts'
import { count, time } from './words.ts'

const hash = z
  .string()
  .regex(/^[\w-]{4}\.[\w-]{22}$/, 'is no hash of a credential, such as 9gq1.dOIWe95Q6hcU6SoW-U7pbw')

/** Whom a decision is about, as a person says it. */
export const newSubject = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('finding'), id: z.string().min(1).max(64) })
    .describe('Whoever raised the finding: the credential that was accepted, else the address.'),
  z.strictObject({ kind: z.literal('credential'), hash }),
  z.strictObject({ kind: z.literal('session'), hash }),
  z
    .strictObject({
      kind: z.literal('principal'),
      issuer: z.string().max(256).nullable().default(null),
      name: z.string().min(1).max(256),
    })
    .describe('Every token whose subject this is, or every Basic authentication of this user.'),
  z
    .strictObject({ kind: z.literal('ip'), range: z.string().min(2).max(64) })
    .describe('An address or a range such as 203.0.113.0/24; /16 is the widest, /32 for IPv6.'),
  z.strictObject({ kind: z.literal('any') }).describe('Everybody, at the service that is named.'),
])
export type NewSubject = z.infer<typeof newSubject>

const place = z.string().min(1).max(2_048).nullable().default(null)

export const decisionMatch = z.strictObject({
  service: place.describe('Null: at every service.'),
  method: place.describe('Null: by every method.'),
  template: place.describe('`/customers/{customerId}`; null: at every path.'),
  from: z
    .enum(['outside'])
    .nullable()
    .default(null)
    .describe('`outside`: only for clients whose address is not ours; null: for all.'),
})

export const decisionAction = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log') }),
  z
    .strictObject({ kind: z.literal('allow') })
    .describe('An exception: no other decision touches it.'),
  z
    .strictObject({
      kind: z.literal('capture'),
      body_bytes: z.number().int().min(1).max(1_048_576).default(1_048_576),
    })
    .describe(
      'Sensors keep so many bytes of each body, and every such call, for as long as it holds.',
    ),
  z.strictObject({ kind: z.literal('tag'), name: z.string().regex(/^[\w.-]{1,64}$/) }),
  z.strictObject({
    kind: z.literal('redact'),
    fields: z
      .array(
        z
          .string()
          .max(512)
          .refine(
            (text) => parsePath(text) !== null,
            'expected a path such as items[].card.number',
          ),
      )
      .min(1)
      .max(64),
  }),
  z.strictObject({
    kind: z.literal('throttle'),
    calls: z.number().int().min(1).max(1_000_000),
    per_s: z.number().int().min(1).max(86_400),
  }),
  z
    .strictObject({
      kind: z.literal('challenge'),
      acr_values: z
        .string()
        .regex(/^[\w:./ -]{1,256}$/)
        .nullable()
        .default(null),
      max_age: z.number().int().min(0).max(86_400).nullable().default(null),
    })
    .describe(
      '401 with the challenge of RFC 9470: sign in better (`acr_values`), or anew (`max_age`).',
    ),
  z.strictObject({
    kind: z.literal('deny'),
    status: z.number().int().min(400).max(599).default(403),
    body: z.string().max(2_048).nullable().default(null),
  }),
])

export const decisionMode = z.enum(['simulate', 'enforce'])

export const newDecision = z.strictObject({
  subject: newSubject,
  match: decisionMatch.prefault({}),
  action: decisionAction,
  mode: decisionMode
    .default('simulate')
    .describe('`simulate` counts whom it would touch; `enforce` touches them.'),
  ttl_s: z
    .number()
    .int()
    .min(1)
    .max(30 * 86_400)
    .default(3_600)
    .describe('Seconds it holds, 30 days at most.'),
  reason: z.string().max(500).default('').describe('Why, for those who come after.'),
})
export type NewDecision = z.infer<typeof newDecision>

export const decision = z.strictObject({
  id: z.string(),
  subject_kind: z.enum(['credential', 'session', 'principal', 'ip', 'any']),
  about: z.string().describe('Whom it is about, in words.'),
  match: z.strictObject({
    service: z.string().nullable(),
    method: z.string().nullable(),
    template: z.string().nullable(),
    from: z.enum(['outside']).nullable(),
  }),
  action: decisionAction,
  mode: decisionMode,
  until_ms: time,
  reason: z.string(),
  finding: z.string().nullable(),
  at_ms: time,
  by: z.string(),
  hits: count.describe('Requests it has touched, or would have; since the centre was started.'),
  blown_at: z
    .array(z.string())
    .describe('Doors whose fuse holds it back: it touched more clients than one decision may.'),
})
export type ApiDecision = z.infer<typeof decision>

export const decisionList = z.strictObject({ items: z.array(decision), total: count })
export type DecisionList = z.infer<typeof decisionList>

export const listDecisions = route({
  id: 'listDecisions',
  method: 'GET',
  path: '/api/v1/decisions',
  summary: 'Decisions in force, what each has touched, and who made it.',
  params: nothing,
  query: z.strictObject({ service: name.optional() }),
  response: decisionList,
})

export const createDecision = route({
  id: 'createDecision',
  method: 'POST',
  path: '/api/v1/decisions',
  summary: 'Tells every door what to do about somebody; they have it within a tenth of a second.',
  params: nothing,
  query: nothing,
  body: newDecision,
  status: 201,
  response: decision,
})

export const undoneDecision = z.strictObject({ id: z.string(), undone: z.literal(true) })
export type UndoneDecision = z.infer<typeof undoneDecision>

export const undoDecision = route({
  id: 'undoDecision',
  method: 'DELETE',
  path: '/api/v1/decisions/{decision_id}',
  summary: 'Takes a decision back at every door.',
  params: z.strictObject({ decision_id: z.string().min(1).max(64) }),
  query: nothing,
  response: undoneDecision,
})
