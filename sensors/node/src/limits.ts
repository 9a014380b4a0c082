/** Everything this sensor bounds beside the kit's own limits, with the reason for each default. */
export const nodeLimits = {
  /**
   * Of each body; what the proxy plug-ins can see of one too, and most API answers whole. The rest of
   * a body is counted, not kept.
   */
  bodyBytes: 64 * 1024,
  /** Of all bodies being copied at one time; beyond it exchanges go without bodies. */
  captureBytes: 16 * 1024 * 1024,
  /** Exchanges under way; beyond it the oldest is reported as far as it got. */
  openExchanges: 10_000,
  /** An answer that takes longer, such as an event stream, is reported as far as it got. */
  streamMs: 30_000,
  /** A request without any answer is reported after so long. */
  unansweredMs: 600_000,
  /** The end of the process waits at most so long for what is queued, and only for a hub that answers. */
  exitFlushMs: 500,
  /** Of a URL and of one header value; servers of Node refuse more than 16 KiB of header anyway. */
  headerChars: 16 * 1024,
} as const

export type NodeLimits = { readonly [Name in keyof typeof nodeLimits]: number }
