import { limits } from '../limits.ts'

/** A lexical element of a JSON text (RFC 8259 §2). */
export type JsonToken =
  | { readonly kind: 'open'; readonly array: boolean }
  | { readonly kind: 'close'; readonly array: boolean }
  | { readonly kind: 'comma' }
  | { readonly kind: 'name'; readonly text: string }
  | {
      readonly kind: 'value'
      readonly type: 'string' | 'number' | 'boolean' | 'null'
      readonly text: string
    }
  | { readonly kind: 'end' }
  | { readonly kind: 'bad'; readonly cut: boolean }

const openObject = { kind: 'open', array: false } as const
const openArray = { kind: 'open', array: true } as const
const closeObject = { kind: 'close', array: false } as const
const closeArray = { kind: 'close', array: true } as const
const comma = { kind: 'comma' } as const
const end = { kind: 'end' } as const
const malformed = { kind: 'bad', cut: false } as const
const cut = { kind: 'bad', cut: true } as const

const words = new Map<string, JsonToken>([
  ['true', { kind: 'value', type: 'boolean', text: 'true' }],
  ['false', { kind: 'value', type: 'boolean', text: 'false' }],
  ['null', { kind: 'value', type: 'null', text: 'null' }],
])

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /[a-z]{1,5}/y
const escapes = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

/** Cuts a JSON text into tokens, telling a text that stops early from one that is not JSON. */
export class JsonScanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length
  }

  next(): JsonToken {
    this.#skipSpace()
    const char = this.#text[this.#at]
    switch (char) {
      case undefined:
        return end
      case '{':
        return this.#single(openObject)
      case '[':
        return this.#single(openArray)
      case '}':
        return this.#single(closeObject)
      case ']':
        return this.#single(closeArray)
      case ',':
        return this.#single(comma)
      case '"':
        return this.#stringOrName()
      default:
        return char === '-' || (char >= '0' && char <= '9') ? this.#number() : this.#word()
    }
  }

  #single(token: JsonToken): JsonToken {
    this.#at += 1
    return token
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.#at += 1
    }
  }

  #number(): JsonToken {
    number.lastIndex = this.#at
    const match = number.exec(this.#text)
    if (match === null) return this.#text.length - this.#at <= 1 ? cut : malformed
    this.#at = number.lastIndex
    return { kind: 'value', type: 'number', text: match[0].slice(0, limits.leafChars) }
  }

  #word(): JsonToken {
    word.lastIndex = this.#at
    const match = word.exec(this.#text)?.[0] ?? ''
    const token = words.get(match)
    if (token !== undefined) {
      this.#at += match.length
      return token
    }
    const atEnd = match !== '' && this.#at + match.length === this.#text.length
    const begins = atEnd && [...words.keys()].some((whole) => whole.startsWith(match))
    return begins ? cut : malformed
  }

  #stringOrName(): JsonToken {
    const text = this.#string()
    if (text === null) return this.#at > this.#text.length ? cut : malformed
    this.#skipSpace()
    if (this.#text[this.#at] !== ':') return { kind: 'value', type: 'string', text }
    this.#at += 1
    return { kind: 'name', text }
  }

  /** Reads a string; null with the position past the end when the text stops inside it. */
  #string(): string | null {
    const begin = this.#at + 1
    let close = this.#text.indexOf('"', begin)
    while (close !== -1 && this.#isEscaped(close, begin)) {
      close = this.#text.indexOf('"', close + 1)
    }
    if (close === -1) {
      this.#at = this.#text.length + 1
      return null
    }
    this.#at = close + 1
    const raw = this.#text.slice(begin, Math.min(close, begin + limits.leafChars))
    return raw.includes('\\') ? unescape(raw) : raw
  }

  #isEscaped(quote: number, begin: number): boolean {
    let slashes = 0
    for (let at = quote - 1; at >= begin && this.#text[at] === '\\'; at -= 1) slashes += 1
    return slashes % 2 === 1
  }
}

/** Resolves escapes (RFC 8259 §7); what is no escape stays as it stands. */
function unescape(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gsu, (whole, hex, char) => {
    if (typeof hex === 'string') return String.fromCharCode(Number.parseInt(hex, 16))
    return typeof char === 'string' ? (escapes.get(char) ?? char) : whole
  })
}
