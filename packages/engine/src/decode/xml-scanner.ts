import { limits } from '../limits.ts'

/** A piece of an XML text. */
export type XmlToken =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: string
      readonly empty: boolean
    }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string }
  /** The text ends inside a piece. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'bad' }
  | { readonly kind: 'end' }

const name = /[\p{L}_:][\p{L}\p{N}_:.-]*/uy

/**
 * Cuts an XML 1.0 text into pieces. Comments, processing instructions and the document type are
 * stepped over: entities of a document type are never read, so none can be expanded or fetched.
 */
export class XmlScanner {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  next(): XmlToken {
    for (;;) {
      if (this.#at >= this.#text.length) return { kind: 'end' }
      if (this.#text[this.#at] !== '<') return this.#characters()
      const token = this.#markup()
      if (token !== null) return token
    }
  }

  #characters(): XmlToken {
    const end = this.#text.indexOf('<', this.#at)
    const text = this.#text.slice(this.#at, end === -1 ? this.#text.length : end)
    this.#at += text.length
    return { kind: 'text', text: decodeEntities(text) }
  }

  /** Null for what is stepped over. */
  #markup(): XmlToken | null {
    if (this.#text.startsWith('<!--', this.#at)) return this.#pass('-->')
    if (this.#text.startsWith('<?', this.#at)) return this.#pass('?>')
    if (this.#text.startsWith('<![CDATA[', this.#at)) return this.#cdata()
    if (this.#text.startsWith('<!', this.#at)) return this.#docType()
    return this.#text[this.#at + 1] === '/' ? this.#close() : this.#open()
  }

  #pass(end: string): XmlToken | null {
    const at = this.#text.indexOf(end, this.#at + 2)
    this.#at = at === -1 ? this.#text.length : at + end.length
    return at === -1 ? { kind: 'cut' } : null
  }

  #cdata(): XmlToken {
    const from = this.#at + '<![CDATA['.length
    const end = this.#text.indexOf(']]>', from)
    if (end === -1) return { kind: 'cut' }
    this.#at = end + 3
    return { kind: 'text', text: this.#text.slice(from, end) }
  }

  #docType(): XmlToken | null {
    let depth = 0
    for (let at = this.#at; at < this.#text.length; at += 1) {
      const character = this.#text[at]
      if (character === '[') depth += 1
      else if (character === ']') depth -= 1
      else if (character === '>' && depth <= 0) {
        this.#at = at + 1
        return null
      }
    }
    this.#at = this.#text.length
    return { kind: 'cut' }
  }

  #close(): XmlToken {
    const end = this.#text.indexOf('>', this.#at)
    if (end === -1) return { kind: 'cut' }
    const tag = this.#text.slice(this.#at + 2, end).trim()
    this.#at = end + 1
    return { kind: 'close', name: tag }
  }

  #open(): XmlToken {
    name.lastIndex = this.#at + 1
    const tag = name.exec(this.#text)?.[0]
    if (tag === undefined)
      return this.#at + 1 >= this.#text.length ? { kind: 'cut' } : { kind: 'bad' }
    const from = this.#at + 1 + tag.length
    const end = this.#tagEnd(from)
    if (end === -1) return { kind: 'cut' }
    const empty = this.#text[end - 1] === '/'
    this.#at = end + 1
    return {
      kind: 'open',
      name: tag,
      attributes: this.#text.slice(from, empty ? end - 1 : end),
      empty,
    }
  }

  /** The `>` that no attribute holds. */
  #tagEnd(from: number): number {
    let quote = ''
    for (let at = from; at < this.#text.length; at += 1) {
      const character = this.#text[at] ?? ''
      if (quote !== '') {
        if (character === quote) quote = ''
      } else if (character === '"' || character === "'") quote = character
      else if (character === '>') return at
    }
    return -1
  }
}

/** Attributes of a tag, in one pass: what is none of them is stepped over. */
export function attributesOf(text: string): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = []
  let at = 0
  for (;;) {
    const equals = text.indexOf('=', at)
    if (equals === -1 || found.length >= limits.objectKeys) return found
    const key = lastWord(text.slice(Math.max(at, equals - limits.nameChars), equals))
    let open = equals + 1
    while (isSpace(text[open])) open += 1
    const quote = text[open]
    const close = quote === '"' || quote === "'" ? text.indexOf(quote, open + 1) : -1
    if (close === -1) return found
    if (key !== '') found.push([key, decodeEntities(text.slice(open + 1, close))])
    at = close + 1
  }
}

function lastWord(text: string): string {
  const words = text.trimEnd()
  return words.slice(
    Math.max(words.lastIndexOf(' '), words.lastIndexOf('\n'), words.lastIndexOf('\t')) + 1,
  )
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r'
}

const entity = /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi
const named: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])
const lastCodePoint = 0x10ffff

/** The five entities every document has, and characters by number; others stay as they stand. */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replaceAll(entity, (whole, hex?: string, decimal?: string, word?: string) => {
    if (word !== undefined) return named.get(word.toLowerCase()) ?? whole
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= lastCodePoint ? String.fromCodePoint(point) : whole
  })
}
