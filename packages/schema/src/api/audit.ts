import { z } from 'zod'
import { nothing, paging } from './query-values.ts'
import { route } from './route.ts'
import { openPageOf, time } from './words.ts'

export const auditEntry = z.strictObject({
  number: z.number().int(),
  at_ms: time,
  by: z.string(),
  what: z.string(),
  target: z.string(),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const auditPage = openPageOf(auditEntry)
export type AuditPage = z.infer<typeof auditPage>

export const listAudit = route({
  id: 'listAudit',
  method: 'GET',
  path: '/api/v1/audit',
  summary: 'What was changed, by whom; newest first.',
  params: nothing,
  query: z.strictObject(paging),
  response: auditPage,
})
