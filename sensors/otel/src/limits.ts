/** Everything this sensor bounds beside the kit's own limits, with the reason for each default. */
export const otelLimits = {
  /** Of each body. */
  bodyBytes: 64 * 1024,
  /** Of a URL. */
  urlChars: 16 * 1024,
  /** Names and values of one message's headers. */
  headerChars: 64 * 1024,
  /** One export, before and after it is inflated; collectors send 8,192 records or fewer at once. */
  exportBytes: 8 * 1024 * 1024,
  /** Records of one export; more are rejected and said to be. */
  records: 20_000,
  /** Attributes of one record; SDKs keep 128. */
  attributes: 512,
  /** Held for all exports together that are not read to their end. */
  heldBytes: 64 * 1024 * 1024,
  /** An export that takes longer to arrive is given up. */
  arrivalMs: 30_000,
  connections: 1_024,
  /** gRPC calls under way. */
  calls: 1_024,
  unreadAnswerBytes: 1024 * 1024,
  exitFlushMs: 2_000,
} as const

export type OtelLimits = { readonly [Name in keyof typeof otelLimits]: number }
