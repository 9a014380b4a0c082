/** One step of a leaf's path (`leaf.ts`): a member, any member, an element, or into a string that holds JSON. */
export type PathStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'any-member' }
  | { readonly kind: 'item' }
  | { readonly kind: 'embedded' }

const step = /\[\]|\["(?:[^"\\]|\\.){0,65536}"\]|#|[^.[\]#]+/g

/** `items[].email` → member `items`, item, member `email`. */
export function pathSteps(path: string): readonly PathStep[] {
  return [...path.matchAll(step)].map(([text]) => stepOf(text))
}

function stepOf(text: string): PathStep {
  if (text === '[]') return { kind: 'item' }
  if (text === '#') return { kind: 'embedded' }
  if (text === '{*}') return { kind: 'any-member' }
  return { kind: 'member', name: text.startsWith('["') ? unquoted(text.slice(1, -1)) : text }
}

function unquoted(text: string): string {
  try {
    const name: unknown = JSON.parse(text)
    return String(name)
  } catch {
    return text
  }
}
