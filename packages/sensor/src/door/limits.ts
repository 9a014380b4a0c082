/** Times and bounds of a door's connection to the hub, in milliseconds and bytes. */
export const doorLimits = {
  connectMs: 5_000,
  /** A stream that says nothing for so many heartbeats is dead. */
  missedBeats: 3,
  /** Until the hub has said how often its heart beats. */
  firstBeatMs: 10_000,
  backOffMs: 100,
  backOffMaxMs: 10_000,
  retryAfterMaxMs: 60_000,
  /** A report tells of a change so soon after it, so that a burst is one report. */
  settleMs: 10,
  reportMs: 5_000,
  reportTimeoutMs: 5_000,
  answerBytes: 4_096,
  expireMs: 1_000,
} as const

export type DoorLimits = { readonly [Name in keyof typeof doorLimits]: number }
