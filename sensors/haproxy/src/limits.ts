/** Everything this sensor bounds beside the kit's and the protocol's own limits, with the reason for each default. */
export const haproxyLimits = {
  /** Of each body; HAProxy shows at most one buffer of it, 64 KiB less a reserve where the guide is followed. */
  bodyBytes: 64 * 1024,
  /** Of one header block; HAProxy takes no more than a buffer either. */
  headerBytes: 64 * 1024,
  /** Of a URL. */
  urlChars: 16 * 1024,
  /** Connections of HAProxy: one or a few for each of its threads, more while it is busy. */
  connections: 1_024,
  /** HAProxy speaks first, at once; whoever does not is not HAProxy. */
  helloMs: 5_000,
  /** Answers HAProxy does not read; it always does, so whoever lets them pile up is not HAProxy. */
  unreadAnswerBytes: 1024 * 1024,
  /** Messages that were acknowledged and wait for their analysis. */
  backlogMessages: 10_000,
  backlogBytes: 16 * 1024 * 1024,
  /** The analysis gives way to waiting acknowledgements after so long. */
  turnMs: 1,
  /** Requests that wait for their response; beyond it the oldest is reported as far as it got. */
  openExchanges: 10_000,
  /** Of their headers and bodies. */
  openBytes: 32 * 1024 * 1024,
  /** A request without a response is reported after so long. */
  unansweredMs: 60_000,
  /** How long a message of unknown length may gather before HAProxy passes it on. */
  pauseMs: 5,
  /** Whoever checks this agent does so more often than that. */
  checkMs: 5_000,
  /** The end of the process waits at most so long for HAProxy to hang up, and as long for the hub. */
  exitFlushMs: 2_000,
} as const

export type HaproxyLimits = { readonly [Name in keyof typeof haproxyLimits]: number }
