/** One step of a path of redaction (`spec/redaction.md`): a member by its name, every member, every element. */
export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'any-member' }
  | { readonly kind: 'element' }

export const pathLimits = { paths: 64, steps: 16, chars: 1_024 } as const

/** Names are set apart by a dot; what stands in brackets needs none before it. */
const first = /(\[\]|\["(?:[^"\\]|\\.)*"\]|\{\*\}|[^.[\]#{"]+)/y
const further = /(?:\.(\{\*\}|[^.[\]#{"]+)|(\[\]|\["(?:[^"\\]|\\.)*"\]))/y

/** The steps of `items[].card["a.b"]`; null where the text is no path, or too long a one. */
export function parsePath(text: string): readonly PathStep[] | null {
  if (text === '' || text.length > pathLimits.chars) return null
  const steps: PathStep[] = []
  for (let at = 0; at < text.length; ) {
    const pattern = at === 0 ? first : further
    pattern.lastIndex = at
    const found = pattern.exec(text)
    const step = found === null ? null : stepOf(found[1] ?? found[2] ?? '')
    if (step === null || steps.length === pathLimits.steps) return null
    steps.push(step)
    at = pattern.lastIndex
  }
  return steps
}

/** Whether these can be redacted together. */
export function arePaths(texts: readonly string[]): boolean {
  const isSome = texts.length > 0 && texts.length <= pathLimits.paths
  return isSome && texts.every((text) => parsePath(text) !== null)
}

function stepOf(text: string): PathStep | null {
  if (text === '[]') return { kind: 'element' }
  if (text === '{*}') return { kind: 'any-member' }
  if (!text.startsWith('[')) return { kind: 'member', name: text }
  try {
    const name: unknown = JSON.parse(text.slice(1, -1))
    return typeof name === 'string' ? { kind: 'member', name } : null
  } catch {
    return null
  }
}
