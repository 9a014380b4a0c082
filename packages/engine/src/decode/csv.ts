import { limits } from '../limits.ts'
import { isDynamicKey } from './dynamic-key.ts'
import {
  anyKey,
  type LeafSink,
  memberPath,
  type Siblings,
  type WalkEnd,
  type WalkStart,
} from './leaf.ts'

interface Column {
  readonly key: string
  readonly path: string
}

/**
 * Walks a table of delimited text (RFC 4180; also tabs, semicolons and bars): each record is an object
 * whose members are named by the first record, where that one reads like names. A text cut short yields
 * every whole field before the cut.
 */
export function walkCsv(text: string, start: WalkStart, sink: LeafSink): WalkEnd {
  const scanner = new RecordScanner(text, delimiterOf(text))
  const first = scanner.next()
  if (first === null) return null
  const hasNames = looksLikeNames(first.fields)
  const columns = columnsOf(first.fields, hasNames, start.path)
  const siblings: Siblings = new Set(hasNames ? columns.map(({ key }) => key.toLowerCase()) : [])
  let record = hasNames ? scanner.next() : first
  let isCut = first.isCut
  for (let row = 0; record !== null; row += 1) {
    const container = start.containers.count
    start.containers.count += 1
    const base = `${start.pointer}/${row}`
    for (const [index, value] of record.fields.entries()) {
      if (value === '') continue
      const column = columns[Math.min(index, columns.length - 1)]
      if (column === undefined) continue
      const taken = sink({
        pointer: `${base}/${index}`,
        path: column.path,
        key: column.key,
        parentKey: start.key,
        siblings,
        container,
        containerPointer: base,
        kind: 'string',
        text: value,
      })
      if (!taken) return 'too-many-leaves'
    }
    isCut = record.isCut
    record = scanner.next()
  }
  return isCut ? 'cut' : null
}

const delimiters = [',', '\t', ';', '|'] as const

/** The one the first line has most of. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/)
  const line = text.slice(0, Math.min(end === -1 ? text.length : end, limits.leafChars))
  let best: string = ','
  let most = 0
  for (const delimiter of delimiters) {
    const count = line.split(delimiter).length
    if (count > most) [best, most] = [delimiter, count]
  }
  return best
}

const nameLike = /^[\p{L}_][\p{L}\p{N}_ .()/-]{0,63}$/u

/** Names are words, each once; a first record with a number or an address in it is data. */
function looksLikeNames(fields: readonly string[]): boolean {
  const names = fields.map((field) => field.trim())
  return (
    names.some((name) => name !== '') &&
    names.every((name) => name === '' || nameLike.test(name)) &&
    new Set(names.filter((name) => name !== '')).size === names.filter((name) => name !== '').length
  )
}

function columnsOf(fields: readonly string[], hasNames: boolean, base: string): readonly Column[] {
  return fields.slice(0, limits.tableColumns).map((field, index) => {
    const name = hasNames ? field.trim() : ''
    const own = name === '' ? String(index) : name
    const isData = hasNames && isDynamicKey(own) && name !== ''
    return { key: name, path: memberPath(`${base}[]`, isData ? anyKey : own) }
  })
}

interface TableRecord {
  readonly fields: readonly string[]
  /** The text ended inside it. */
  readonly isCut: boolean
}

/** Reads one record after another; never looks at a character twice. */
class RecordScanner {
  readonly #text: string
  readonly #delimiter: string
  #at = 0

  constructor(text: string, delimiter: string) {
    // A byte order mark is no part of the first name.
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text
    this.#delimiter = delimiter
  }

  next(): TableRecord | null {
    this.#skipEmptyLines()
    if (this.#at >= this.#text.length) return null
    const fields: string[] = []
    for (;;) {
      const isQuoted = this.#text[this.#at] === '"'
      const field = isQuoted ? this.#quoted() : this.#bare()
      if (field === null) return { fields, isCut: true }
      if (fields.length < limits.tableColumns) fields.push(field)
      if (this.#text[this.#at] !== this.#delimiter) return { fields, isCut: false }
      this.#at += 1
    }
  }

  #skipEmptyLines(): void {
    while (this.#text[this.#at] === '\n' || this.#text[this.#at] === '\r') this.#at += 1
  }

  #bare(): string {
    const from = this.#at
    while (this.#at < this.#text.length && !this.#isEnd(this.#text[this.#at])) this.#at += 1
    return this.#text.slice(from, Math.min(this.#at, from + limits.leafChars))
  }

  /** Null where the closing quote is missing. */
  #quoted(): string | null {
    let value = ''
    let from = this.#at + 1
    for (;;) {
      const quote = this.#text.indexOf('"', from)
      if (quote === -1) {
        this.#at = this.#text.length
        return null
      }
      if (value.length < limits.leafChars) value += this.#text.slice(from, quote)
      if (this.#text[quote + 1] !== '"') {
        this.#at = quote + 1
        // What stands between a closing quote and the delimiter is not RFC 4180, and kept.
        return (value + this.#bare()).slice(0, limits.leafChars)
      }
      if (value.length < limits.leafChars) value += '"'
      from = quote + 2
    }
  }

  #isEnd(character: string | undefined): boolean {
    return character === this.#delimiter || character === '\n' || character === '\r'
  }
}
