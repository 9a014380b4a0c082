/** What never leaves the process of a sensor (`spec/redaction.md`). */
export interface Redaction {
  /** Names of header fields, in any spelling. */
  readonly names?: readonly string[]
  /** Paths in JSON bodies, such as `items[].card.number`; a name alone also names the field of a form. */
  readonly paths?: readonly string[]
  /** Data types whose values are looked for in JSON bodies and forms, such as `CREDIT_CARD`. */
  readonly types?: readonly string[]
  /** Makes keyed hashes of values; without it each becomes the word alone and can no longer be told from another. */
  readonly key?: string
}
