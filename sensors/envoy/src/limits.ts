/** Everything this sensor bounds beside the kit's own limits, with the reason for each default. */
export const envoyLimits = {
  /** Of each body. */
  bodyBytes: 64 * 1024,
  /** Of one header block; Envoy takes 60 KiB unless told otherwise. */
  headerBytes: 256 * 1024,
  /** Of a URL. */
  urlChars: 16 * 1024,
  /** Connections of Envoy: one or a few for each of its threads. */
  sessions: 1_024,
  /** Calls under way, one for each request that passes; further requests pass unseen. */
  calls: 10_000,
  /** One gRPC message: a piece of a body, or a batch of log entries. */
  messageBytes: 4 * 1024 * 1024,
  /** Held for all calls together: unfinished messages, headers and bodies of requests under way. */
  heldBytes: 64 * 1024 * 1024,
  /** Answers Envoy does not read; it always does. Redacted, a body of 1 MiB becomes 5.5 of them at most. */
  unreadAnswerBytes: 8 * 1024 * 1024,
  /** Exchanges that are over and wait to be put into lines. */
  backlogMessages: 10_000,
  backlogBytes: 32 * 1024 * 1024,
  /** Putting them into lines gives way to waiting decisions after so long. */
  turnMs: 1,
  /** A stream that goes on is reported after so long, as far as it got, and no longer watched. */
  longestMs: 30_000,
  /** Ends of calls gather for so long, so that Envoy wakes up once for many. */
  endPauseMs: 50,
  /** The end of the process waits at most so long for Envoy, and as long for the hub. */
  exitFlushMs: 2_000,
} as const

export type EnvoyLimits = { readonly [Name in keyof typeof envoyLimits]: number }
