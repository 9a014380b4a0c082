/** A filter as a person types it: `key:value` words, and what is left as text to look for. */
export interface FilterWords {
  readonly values: Readonly<Record<string, string>>
  readonly q: string
  /** What could not be used, in words for the reader. */
  readonly problems: readonly string[]
}

/** What a key takes: a fixed set of words, or any text where null. */
export type FilterKeys = Readonly<Record<string, readonly string[] | null>>

/** `severity:high service:"role edge" sync` */
export function readFilter(text: string, keys: FilterKeys): FilterWords {
  const values: Record<string, string> = {}
  const rest: string[] = []
  const problems: string[] = []
  for (const [, key, quoted, bare, free] of text.matchAll(wordPattern)) {
    if (key === undefined) {
      if (free !== undefined) rest.push(free)
      continue
    }
    const value = quoted ?? bare ?? ''
    const allowed = Object.hasOwn(keys, key) ? keys[key] : undefined
    if (allowed === undefined) {
      // A colon in ordinary text, such as a URL or `user:anna`, is no key.
      rest.push(`${key}:${value}`)
    } else if (value === '') {
      problems.push(`${key}: has no value`)
    } else if (allowed !== null && !value.split(',').every((one) => allowed.includes(one))) {
      problems.push(`${key}: takes ${allowed.join(', ')}`)
    } else {
      values[key] = value
    }
  }
  return { values, q: rest.join(' '), problems }
}

const wordPattern = /([a-z]+):(?:"([^"]*)"|(\S*))|(\S+)/g

/** A word for one value, in quotes where it has a space. */
export function filterWord(key: string, value: string): string {
  return /\s/.test(value) ? `${key}:"${value.replaceAll('"', '')}"` : `${key}:${value}`
}
