import type { ExchangeLine } from '@weir/schema'
import { type SeenLine, toExchangeLine } from '../seen-line.ts'
import { type Hide, hider } from './hide.ts'
import { PathTree } from './path-tree.ts'
import { type Message, redactBody, withheld } from './redact-body.ts'
import type { Redaction } from './redaction.ts'
import { type TypesState, watchTypes } from './types-state.ts'

type Headers = NonNullable<Message['headers']>

/** Makes a function that redacts requests and responses, or null where nothing is asked for. */
export function lineRedactor(
  asked: Redaction | undefined,
): ((line: SeenLine) => ExchangeLine) | null {
  const { names = [], paths = [], types = [], key } = asked ?? {}
  if (names.length + paths.length + types.length === 0) return null
  const hide = hider(key)
  const hidden = new Set(names.map((name) => name.toLowerCase()))
  const tree = new PathTree(paths)
  const state = watchTypes(types)
  const redactsBodies = paths.length + types.length > 0
  const redact = <One extends Message>(message: One): One => {
    const seen = message.headers && hidden.size > 0 ? hideHeaders(message, hidden, hide) : message
    return redactsBodies ? redactIn(seen, tree, state(), hide) : seen
  }
  return (seen) => {
    const line = toExchangeLine(seen)
    return {
      ...line,
      ...(line.req ? { req: redact(line.req) } : {}),
      ...(line.res ? { res: redact(line.res) } : {}),
    }
  }
}

function redactIn<One extends Message>(
  message: One,
  paths: PathTree,
  types: TypesState,
  hide: Hide,
): One {
  // Until they can be told from others, no value of a body is sent.
  if (types.kind === 'unknown') return message.body ? withheld(message) : message
  return redactBody(message, { paths, isSensitive: types.test, hide })
}

function hideHeaders<One extends Message>(
  message: One,
  names: ReadonlySet<string>,
  hide: Hide,
): One {
  const headers: Headers = Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => {
      if (!names.has(name.toLowerCase())) return [name, value]
      return [name, typeof value === 'string' ? hide(value) : value.map(hide)]
    }),
  )
  return { ...message, headers }
}
