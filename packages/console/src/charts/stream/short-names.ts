/** From so many names on a common parent is left out. */
const enough = 3

/**
 * Host names without the domain that many of them share: `accounts` for `accounts.bank.internal`.
 * A name that would then be the same as another keeps its domain.
 */
export function shortNames(names: readonly string[]): ReadonlyMap<string, string> {
  const families = new Map<string, string[]>()
  for (const name of names) {
    const parent = parentOf(name)
    if (parent === null) continue
    const family = families.get(parent) ?? []
    family.push(name)
    families.set(parent, family)
  }
  const short = new Map(names.map((name) => [name, name]))
  for (const [parent, family] of families) {
    if (family.length < enough) continue
    for (const name of family) short.set(name, name.slice(0, -parent.length - 1))
  }
  const uses = new Map<string, number>()
  for (const name of short.values()) uses.set(name, (uses.get(name) ?? 0) + 1)
  for (const [name, shown] of short) if ((uses.get(shown) ?? 0) > 1) short.set(name, name)
  return short
}

const letters = /[a-z]/i

function parentOf(name: string): string | null {
  const dot = name.indexOf('.')
  const parent = name.slice(dot + 1)
  return dot > 0 && parent.includes('.') && letters.test(parent) ? parent : null
}
