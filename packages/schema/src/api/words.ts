import { z } from 'zod'
import { fieldLocations } from '../field.ts'

/** Unix time in milliseconds; fractions are allowed. */
export const time = z.number().min(0).describe('Unix time in milliseconds.')
export const count = z.number().int().min(0)
export const share = z.number().min(0).max(1).describe('Share, 0 to 1.')
export const rate = z.number().min(0).describe('Per second.')

export const severityNames = ['low', 'medium', 'high', 'critical'] as const
export const severity = z.enum(severityNames)
export type Severity = z.infer<typeof severity>

/** `active`: its newest exchange is less than an hour old. */
export const activityNames = ['active', 'quiet'] as const
export const activity = z.enum(activityNames)
export type Activity = z.infer<typeof activity>

export const categoryNames = ['PII', 'PCI', 'PHI', 'FIN', 'GEO', 'SECRET', 'TECH'] as const
export const category = z.enum(categoryNames)
export type Category = z.infer<typeof category>

export const direction = z.enum(['req', 'res'])
export const fieldLocation = z.enum(fieldLocations)

/** A data type as a chip shows it. */
export const dataTypeChip = z.strictObject({ type: z.string(), category })
export type DataTypeChip = z.infer<typeof dataTypeChip>

/** A data type that crossed with so many calls. */
export const dataTypeFlow = z.strictObject({
  type: z.string(),
  category,
  direction,
  calls: count,
})
export type DataTypeFlow = z.infer<typeof dataTypeFlow>

export const operationState = z.enum(['learning', 'known'])
export const authentication = z.enum(['always', 'mixed', 'never'])
/** What a person who looks after an operation should know of it. */
export const postureNames = [
  'no-authentication',
  'mixed-authentication',
  'sensitive-data-out',
  'secret-in-url',
  'guessable-id',
  'no-rate-limit',
  'often-failing',
  'shadow',
  'zombie',
  'unusual-failures',
  'unusual-sizes',
  'unusual-durations',
] as const
export const posture = z.enum(postureNames)
export type Posture = z.infer<typeof posture>

export const placement = z.enum(['internal', 'external', 'unknown'])

/** Names an operation: base64url of its service, method and template. */
export const operationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,8192}$/, 'is no operation: take `id` from the list of operations')

/** Half-open: from `from_ms` up to but without `to_ms`. */
export const period = z.strictObject({ from_ms: time, to_ms: time })
export type Period = z.infer<typeof period>

export const trafficBucket = z.strictObject({
  start_ms: time,
  calls: count,
  failures: count,
  request_bytes: z.number().min(0),
  response_bytes: z.number().min(0),
})
export type TrafficBucket = z.infer<typeof trafficBucket>

export const operationRef = z.strictObject({
  id: operationId,
  service: z.string(),
  method: z.string(),
  template: z.string(),
})
export type OperationRef = z.infer<typeof operationRef>

/** `next` is null on the last page; `total` counts all that pass the filter. */
export function pageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<
  { items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString>; total: typeof count },
  z.core.$strict
> {
  return z.strictObject({ items: z.array(item), next: z.string().nullable(), total: count })
}

/** A page of a list that nobody counts. */
export function openPageOf<Item extends z.ZodType>(
  item: Item,
): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }, z.core.$strict> {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() })
}
