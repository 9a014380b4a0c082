/** What a door holds at most. */
export const decisionLimits = {
  decisions: 10_000,
  /** Hashes of one decision. */
  hashes: 64,
  /** Bytes of one body a decision may ask to be captured. */
  captureBytes: 1_048_576,
  /** Fields of one redaction. */
  fields: 64,
  /** Characters of a name, a template or a body. */
  textChars: 2_048,
  /** Characters of one line of the stream. */
  lineChars: 65_536,
} as const
