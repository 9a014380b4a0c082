/** Everything the kit bounds, with the reason for each default. */
export const sensorLimits = {
  /** Waiting lines, in bytes of UTF-8: ten seconds of a busy service at 1 MB/s, with room to spare. */
  queueBytes: 16 * 1024 * 1024,
  /** Waiting lines by number: many small ones cost more memory than their bytes say. */
  queueLines: 10_000,
  /** One batch; small enough that the kernel takes it whole, so that a hung hub holds nothing open. */
  batchBytes: 256 * 1024,
  batchLines: 500,
  /** A line waits at most this long for company: what Weir says must be fresh. */
  batchMs: 100,
  /** One attempt, connection to answer. */
  attemptMs: 10_000,
  /** First pause after a failed attempt; doubles with each further one. */
  backOffMs: 200,
  backOffMaxMs: 30_000,
  /** The longest pause a hub may ask for. */
  retryAfterMaxMs: 300_000,
  /** An idle sensor says that it lives, and its balance. */
  heartbeatMs: 30_000,
  /** Of the hub's answer; the rest is thrown away. */
  answerBytes: 64 * 1024,
} as const

export type SensorLimits = { readonly [Name in keyof typeof sensorLimits]: number }
