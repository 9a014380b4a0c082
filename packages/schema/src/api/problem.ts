import { z } from 'zod'

/** Every code an answer of the API may carry. */
export const problemCodes = [
  'REQUEST_INVALID',
  'BODY_TOO_LARGE',
  'NOT_SIGNED_IN',
  'LINK_NOT_VALID',
  'HOST_NOT_ALLOWED',
  'ORIGIN_NOT_ALLOWED',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'MEDIA_TYPE_NOT_JSON',
  'SENSOR_EXISTS',
  'DEFINITION_REFUSED',
  'TOO_MANY_STREAMS',
  'LEDGER_UNAVAILABLE',
  'CLOSING',
  'INTERNAL',
] as const

export const problemCode = z.enum(problemCodes)
export type ProblemCode = z.infer<typeof problemCode>

/** A problem document (RFC 9457). Branch on `code`; the words may change. */
export const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.number().int().min(400).max(599),
  detail: z.string().describe('What was expected, and what to do.'),
  code: problemCode,
  problems: z
    .array(
      z.strictObject({
        in: z.enum(['path', 'query', 'body']),
        name: z.string(),
        what: z.string(),
        line: z.number().int().min(1).optional().describe('Of a text that has lines.'),
      }),
    )
    .optional()
    .describe('Everything that is wrong with the request, at once.'),
})
export type Problem = z.infer<typeof problem>
