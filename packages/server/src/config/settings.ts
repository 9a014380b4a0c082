import { engineConfig, trackers } from '@weir/engine'
import { z } from 'zod'

const trackerIds = trackers.map(({ id }) => id)
const mebibyte = 1024 * 1024

/** Every setting of `weir serve`; the defaults work without a file. */
export const settingsSchema = z.strictObject({
  environment: engineConfig.shape.environment,
  networks: engineConfig.shape.networks,
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
      port: z.number().int().min(0).max(65_535).default(7447).describe('Port to listen on.'),
      allowed_hosts: z
        .array(z.string().min(1).max(255))
        .max(64)
        .default([])
        .describe('Host names the console and the API answer to, beside loopback ones.'),
    })
    .prefault({}),
  ingest: z
    .strictObject({
      max_body_bytes: z
        .number()
        .int()
        .min(1024)
        .default(16 * mebibyte)
        .describe('Largest batch as sent, in bytes.'),
      max_inflated_bytes: z
        .number()
        .int()
        .min(1024)
        .default(32 * mebibyte)
        .describe('Largest batch after gzip is removed, in bytes.'),
      inflight_bytes: z
        .number()
        .int()
        .min(1024)
        .default(64 * mebibyte)
        .describe('Bytes of all batches being received at one time; more is answered 429.'),
      max_lines: z.number().int().min(1).default(50_000).describe('Most lines of one batch.'),
      max_line_bytes: z
        .number()
        .int()
        .min(1024)
        .default(24 * mebibyte)
        .describe('Largest line, in bytes; a larger one is dropped.'),
      body_timeout_ms: z
        .number()
        .int()
        .min(100)
        .default(15_000)
        .describe('How long one batch may take to arrive.'),
    })
    .prefault({}),
  spool: z
    .strictObject({
      max_bytes: z
        .number()
        .int()
        .min(mebibyte)
        .default(2_048 * mebibyte)
        .describe('Most bytes the spool takes on the disk; more is answered 429.'),
      memory_bytes: z
        .number()
        .int()
        .min(0)
        .default(32 * mebibyte)
        .describe(
          'Lines of waiting batches kept decoded, in bytes; others are read back from disk.',
        ),
      sync_ms: z
        .number()
        .int()
        .min(0)
        .max(1_000)
        .default(100)
        .describe('Longest time before what was written is on the disk.'),
    })
    .prefault({}),
  analysis: z
    .strictObject({
      settle_hours: z
        .number()
        .min(0)
        .max(24 * 90)
        .default(24)
        .describe('How long traffic is watched before what is new is strange, in hours.'),
      mark_ms: z
        .number()
        .int()
        .min(50)
        .default(2_000)
        .describe('Time between marks, when what was learned takes effect.'),
      snapshot_ms: z
        .number()
        .int()
        .min(500)
        .max(420_000)
        .default(60_000)
        .describe('Time between snapshots; bodies stay in the spool until the next but one.'),
    })
    .prefault({}),
  doors: z
    .strictObject({
      respond: z
        .array(
          z.strictObject({
            tracker: z
              .enum(trackerIds)
              .describe('Whoever raises a finding of this tracker is refused at every door.'),
            mode: z
              .enum(['simulate', 'enforce'])
              .default('simulate')
              .describe('`simulate` counts whom it would touch; `enforce` touches them.'),
            from: z
              .enum(['outside'])
              .nullable()
              .default(null)
              .describe('`outside`: refused only from addresses that are not ours.'),
            ttl_s: z
              .number()
              .int()
              .min(1)
              .max(30 * 86_400)
              .default(3_600)
              .describe('How long it holds, in seconds.'),
          }),
        )
        .max(64)
        .default([])
        .describe('Decisions Weir may make by itself; none unless they stand here.'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      calls_days: z.number().min(0.01).default(30).describe('Days a call stays in the ledger.'),
      findings_days: z.number().min(1).default(365).describe('Days findings and incidents stay.'),
      audit_days: z.number().min(1).default(730).describe('Days the audit log stays.'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
        .default('warn')
        .describe('Least severe message written to standard error.'),
    })
    .prefault({}),
})

export type Settings = z.output<typeof settingsSchema>
