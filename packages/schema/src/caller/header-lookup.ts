/** Finds the values of a header field by its name in lower case, in order of appearance. */
export interface HeaderLookup {
  get(name: string): readonly string[] | undefined
}
