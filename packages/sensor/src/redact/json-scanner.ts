import type { ValueTest } from '@weir/engine/classify'
import type { Hide } from './hide.ts'
import { elementOf, isNamed, memberOf, type Place, type PathTree } from './path-tree.ts'

/** What of a body is hidden, and how. */
export interface BodyRules {
  readonly paths: PathTree
  /** Finds values of data types; null where none are asked for. */
  readonly isSensitive: ValueTest | null
  readonly hide: Hide
}

/** Where a value stands. */
interface Spot {
  readonly place: Place
  /** A path that ended further up covers it. */
  readonly isCovered: boolean
  readonly key: string
  readonly parentKey: string
  readonly depth: number
}

const deepest = 64
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y
/** All there is of an escape where the text was cut. */
const beginsEscape = /^\\(?:u[\da-fA-F]{0,3})?$/
const halfEscape = /\\(?:u[\da-fA-F]{0,3})?$/
const literals = ['true', 'false', 'null'] as const

/**
 * Replaces values of a JSON text (RFC 8259) in one pass; every character between them stays. Null where the text is not
 * JSON, or nested deeper than 64. With `isCut` the text may end anywhere, and a string that is cut off counts as one to its end.
 */
export function redactJson(text: string, rules: BodyRules, isCut = false): string | null {
  return new JsonScanner(text, rules, isCut).run()
}

/** Each step answers false where there is nothing more to read: at a fault, or where the text was cut. */
class JsonScanner {
  readonly #text: string
  readonly #rules: BodyRules
  readonly #isCut: boolean
  #at = 0
  #failed = false
  #out = ''
  #copied = 0

  constructor(text: string, rules: BodyRules, isCut: boolean) {
    this.#text = text
    this.#rules = rules
    this.#isCut = isCut
  }

  run(): string | null {
    const place = this.#rules.paths.start
    const isWhole = this.#value({ place, isCovered: false, key: '', parentKey: '', depth: 0 })
    if (isWhole) {
      this.#space()
      if (this.#at < this.#text.length) this.#failed = true
    }
    if (this.#failed || (!isWhole && !this.#isCut)) return null
    return this.#copied === 0 ? this.#text : this.#out + this.#text.slice(this.#copied)
  }

  #value(spot: Spot): boolean {
    switch (this.#next()) {
      case '':
        return false
      case '{':
        return this.#object(spot)
      case '[':
        return this.#array(spot)
      case '"':
        return this.#stringValue(spot)
      case 't':
      case 'f':
      case 'n':
        return this.#literal()
      default:
        return this.#number(spot)
    }
  }

  #object(outer: Spot): boolean {
    const depth = outer.depth + 1
    if (depth > deepest) return this.#fail()
    this.#at += 1
    if (this.#next() === '}') return this.#step()
    for (;;) {
      if (this.#next() !== '"') return this.#unexpected()
      const start = this.#at
      if (!this.#string()) return false
      const needsName = outer.place.length > 0 || this.#rules.isSensitive !== null
      const name = needsName ? decoded(this.#text.slice(start + 1, this.#at - 1)) : ''
      if (this.#next() !== ':') return this.#unexpected()
      this.#at += 1
      const place = memberOf(outer.place, name)
      const isCovered = outer.isCovered || isNamed(place)
      if (!this.#value({ place, isCovered, key: name, parentKey: outer.key, depth })) return false
      const next = this.#next()
      if (next === '}') return this.#step()
      if (next !== ',') return this.#unexpected()
      this.#at += 1
    }
  }

  #array(outer: Spot): boolean {
    const depth = outer.depth + 1
    if (depth > deepest) return this.#fail()
    this.#at += 1
    if (this.#next() === ']') return this.#step()
    const place = elementOf(outer.place)
    const spot = { ...outer, place, isCovered: outer.isCovered || isNamed(place), depth }
    for (;;) {
      if (!this.#value(spot)) return false
      const next = this.#next()
      if (next === ']') return this.#step()
      if (next !== ',') return this.#unexpected()
      this.#at += 1
    }
  }

  #stringValue(spot: Spot): boolean {
    const start = this.#at
    const isWhole = this.#string()
    if (this.#failed) return false
    const content = this.#text.slice(start + 1, isWhole ? this.#at - 1 : this.#at)
    if (spot.isCovered || this.#rules.isSensitive !== null) {
      const value = decoded(content)
      if (this.#isHidden(value, spot, false)) {
        const hidden = this.#rules.hide(value)
        if (hidden !== value) this.#replace(start, `"${hidden}${isWhole ? '"' : ''}`)
      }
    }
    return isWhole
  }

  #number(spot: Spot): boolean {
    const start = this.#at
    number.lastIndex = start
    const text = number.exec(this.#text)?.[0]
    if (text === undefined) return this.#isCut && this.#rest() === '-' ? this.#end() : this.#fail()
    this.#at += text.length
    // A number may be cut behind what makes it one: `12.`, `1e-`.
    const isCut = this.#isCut && /^(?:\.|[eE][+-]?)$/.test(this.#rest())
    if (isCut) this.#end()
    if (this.#isHidden(text, spot, true)) this.#replace(start, `"${this.#rules.hide(text)}"`)
    return !isCut
  }

  #literal(): boolean {
    const rest = this.#text.slice(this.#at, this.#at + 5)
    const literal = literals.find((known) => rest.startsWith(known))
    if (literal !== undefined) {
      this.#at += literal.length
      return true
    }
    const isBegun = this.#isCut && literals.some((known) => known.startsWith(this.#rest()))
    return isBegun ? this.#end() : this.#fail()
  }

  #isHidden(value: string, { isCovered, key, parentKey }: Spot, isNumber: boolean): boolean {
    if (isCovered) return true
    return this.#rules.isSensitive?.(value, { key, parentKey, isNumber }) ?? false
  }

  /** Moves past the string that begins here; false where it has no end. */
  #string(): boolean {
    const text = this.#text
    let at = this.#at + 1
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === 0x22) {
        this.#at = at + 1
        return true
      }
      if (code < 0x20) return this.#fail()
      if (code !== 0x5c) continue
      escape.lastIndex = at
      const found = escape.exec(text)
      if (found === null && !beginsEscape.test(text.slice(at, at + 7))) return this.#fail()
      at = found === null ? text.length - 1 : at + found[0].length - 1
    }
    this.#at = text.length
    return false
  }

  /** The next character that is no space; empty at the end. */
  #next(): string {
    this.#space()
    return this.#text.charAt(this.#at)
  }

  #space(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    }
  }

  #rest(): string {
    return this.#text.slice(this.#at, this.#at + 8)
  }

  #step(): true {
    this.#at += 1
    return true
  }

  /** Only the end of the text is no fault. */
  #unexpected(): false {
    return this.#at >= this.#text.length ? false : this.#fail()
  }

  #end(): false {
    this.#at = this.#text.length
    return false
  }

  #fail(): false {
    this.#failed = true
    return false
  }

  #replace(start: number, replacement: string): void {
    this.#out += this.#text.slice(this.#copied, start) + replacement
    this.#copied = this.#at
  }
}

/** A string without its escapes; half of one at the end is left out. */
function decoded(content: string): string {
  if (!content.includes('\\')) return content
  const whole = content.replace(halfEscape, (half, offset: number) =>
    isEscaped(content, offset) ? half : '',
  )
  try {
    const text: unknown = JSON.parse(`"${whole}"`)
    return typeof text === 'string' ? text : content
  } catch {
    return content
  }
}

/** Whether a backslash is itself escaped by an odd number before it. */
function isEscaped(content: string, offset: number): boolean {
  let before = 0
  while (content[offset - 1 - before] === '\\') before += 1
  return before % 2 === 1
}
