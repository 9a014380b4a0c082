import { limits } from '../../limits.ts'

/** Root fields that are named in an action; further ones are counted. */
const mostFields = 4
/** A selection of root fields that an action names needs no more than this of a document. */
const mostTokens = 4_000

/**
 * What a GraphQL document asks for: the type of its operation and its root fields, such as
 * `query accounts, me` (GraphQL specification, October 2021, §2.3 and §2.5). Aliases are read through;
 * fields of fragments at the root are left out. Null where the text is no such document.
 */
export function graphqlAction(document: string, operationName: string | null): string | null {
  const tokens = new Tokens(document.slice(0, limits.leafChars))
  let first: string | null = null
  for (let one = nextOperation(tokens); one !== null; one = nextOperation(tokens)) {
    if (operationName === null || one.name === operationName) return one.action
    first ??= one.action
  }
  return first
}

interface Operation {
  readonly name: string | null
  readonly action: string
}

const kinds: ReadonlySet<string> = new Set(['query', 'mutation', 'subscription'])

/** Null at the end of the document, and where it is none. */
function nextOperation(tokens: Tokens): Operation | null {
  let kind = tokens.next()
  while (kind === 'fragment') {
    if (!tokens.skipTo('{') || !tokens.skipBlock()) return null
    kind = tokens.next()
  }
  if (kind === '{') return { name: null, action: named('query', rootFields(tokens)) }
  if (kind === null || !kinds.has(kind)) return null
  const name = tokens.next()
  if (name !== '{' && !tokens.skipTo('{')) return null
  return { name, action: named(kind, rootFields(tokens)) }
}

function named(kind: string, fields: readonly string[]): string {
  const names = [...new Set(fields)].sort(byName)
  const shown = names.slice(0, mostFields).join(', ')
  const more = names.length > mostFields ? ` and ${names.length - mostFields} more` : ''
  return shown === '' ? kind : `${kind} ${shown}${more}`
}

function byName(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Reads a selection set whose brace was just passed, up to its end. */
function rootFields(tokens: Tokens): readonly string[] {
  const fields: string[] = []
  let last: string | null = null
  const take = (): void => {
    if (last !== null) fields.push(last)
    last = null
  }
  for (let token = tokens.next(); token !== null && token !== '}'; token = tokens.next()) {
    if (token === ':') last = null
    else if (token === '{') tokens.skipBlock()
    else if (token === '(') tokens.skipArguments()
    else if (token === '...' || token === '@') {
      take()
      tokens.next()
    } else {
      take()
      last = token
    }
  }
  take()
  return fields
}

const token =
  /[_A-Za-z][_0-9A-Za-z]*|\.\.\.|[{}()[\]:@!=|$&]|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*|-?\d[\d.eE+-]*/y
const ignored = /[\s,\uFEFF]+/y

/** Names and punctuation of a document, one after another, a bounded number of them. */
class Tokens {
  readonly #text: string
  #at = 0
  #left = mostTokens

  constructor(text: string) {
    this.#text = text
  }

  /** Null at the end, at what is no token, and when enough was read. */
  next(): string | null {
    for (;;) {
      this.#left -= 1
      if (this.#left < 0) return null
      ignored.lastIndex = this.#at
      this.#at += ignored.exec(this.#text)?.[0].length ?? 0
      token.lastIndex = this.#at
      const found = token.exec(this.#text)?.[0]
      if (found === undefined) return null
      this.#at += found.length
      if (!found.startsWith('#')) return found
    }
  }

  skipTo(wanted: string): boolean {
    for (let found = this.next(); found !== null; found = this.next()) {
      if (found === wanted) return true
      if (found === '(') this.skipArguments()
    }
    return false
  }

  /** To the end of the block whose brace was just passed. */
  skipBlock(): boolean {
    return this.#skip('{', '}')
  }

  skipArguments(): boolean {
    return this.#skip('(', ')')
  }

  #skip(open: string, close: string): boolean {
    for (let depth = 1; depth > 0; ) {
      const found = this.next()
      if (found === null) return false
      if (found === open) depth += 1
      if (found === close) depth -= 1
    }
    return true
  }
}
