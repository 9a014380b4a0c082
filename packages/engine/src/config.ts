import { z } from 'zod'
import { isCidr } from '@weir/schema/caller'

/** Settings of the engine; each has a default that works. */
export const engineConfig = z.strictObject({
  environment: z
    .string()
    .min(1)
    .max(64)
    .default('default')
    .describe('Environment the exchanges belong to; prefixes every key.'),
  networks: z
    .array(
      z.strictObject({
        cidr: z
          .string()
          .refine(isCidr, 'expected an address range, such as 10.20.0.0/16')
          .describe('Address range, such as 10.20.0.0/16.'),
        zone: z.string().min(1).max(64).describe('Name of the zone.'),
        internal: z.boolean().default(true).describe('Whether the zone is ours.'),
      }),
    )
    .max(4_096)
    .default([])
    .describe('Zones by address range; private ranges are internal without being named.'),
  learning: z
    .strictObject({
      settleMs: z
        .number()
        .int()
        .min(0)
        .default(24 * 3_600_000)
        .describe('How long traffic is watched, in milliseconds, before what is new is strange.'),
    })
    .prefault({})
    .describe('When enough is learned to hold traffic against it.'),
  seed: z
    .strictObject({ low: z.number().int().min(0), high: z.number().int().min(0) })
    .default({ low: 0, high: 0 })
    .describe('Key of the in-memory hashes, derived from the installation secret.'),
})

export type EngineOptions = z.input<typeof engineConfig>
export type EngineConfig = z.output<typeof engineConfig>
