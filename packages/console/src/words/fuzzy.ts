/** How well a text answers what is typed: smaller is better, null where it does not. */
export function fuzzyRank(text: string, wanted: string): number | null {
  if (wanted === '') return 0
  const where = text.toLowerCase()
  const what = wanted.toLowerCase()
  const at = where.indexOf(what)
  if (at >= 0) return at === 0 || !isLetter(where.charAt(at - 1)) ? at : 100 + at
  let from = -1
  let jumps = 0
  for (const letter of what) {
    if (letter === ' ') continue
    const next = where.indexOf(letter, from + 1)
    if (next < 0) return null
    jumps += next - from - 1
    from = next
  }
  return 1_000 + jumps
}

/** Those that answer, the best first; equal ones stay in their order. */
export function ranked<Item>(
  items: readonly Item[],
  wanted: string,
  textOf: (item: Item) => string,
): readonly Item[] {
  return items
    .flatMap((item) => {
      const rank = fuzzyRank(textOf(item), wanted)
      return rank === null ? [] : [{ item, rank }]
    })
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ item }) => item)
}

function isLetter(text: string): boolean {
  return text.toLowerCase() !== text.toUpperCase()
}
