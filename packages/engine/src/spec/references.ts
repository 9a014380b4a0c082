import { isObject, type Json, listOf } from './plain-json.ts'

/** References that lead from one to the next. */
const mostHops = 32

export type Resolved =
  | { readonly ok: true; readonly value: Json }
  /** `problem` is null where nothing stood there. */
  | { readonly ok: false; readonly problem: string | null }

/** Follows `$ref` inside the document; nothing is fetched. */
export function resolved(document: Json, given: unknown): Resolved {
  let at = given
  for (let hop = 0; hop < mostHops; hop += 1) {
    if (!isObject(at)) return { ok: false, problem: null }
    const { $ref: reference } = at
    if (typeof reference !== 'string') return { ok: true, value: at }
    const shown = `$ref ${reference.slice(0, 200)}`
    if (!reference.startsWith('#/')) {
      const problem = `${shown}: only references into the document are followed`
      return { ok: false, problem }
    }
    at = pointed(document, reference)
    if (at === undefined) return { ok: false, problem: `${shown} leads nowhere` }
  }
  return { ok: false, problem: 'a reference leads in a circle' }
}

function pointed(document: Json, reference: string): unknown {
  let at: unknown = document
  for (const step of reference.slice(2).split('/')) {
    const name = decoded(step)
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : listOf(at)[Number(name)]
    if (at === undefined) return undefined
  }
  return at
}

/** RFC 6901 in a URI fragment. */
function decoded(step: string): string {
  const plain = step.replaceAll('~1', '/').replaceAll('~0', '~')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
