/** Something in a document that cannot be read as it stands. */
export interface SpecProblem {
  /** Names and numbers that lead there from the root of the document. */
  readonly at: readonly string[]
  readonly what: string
}
