import { http2Limits } from '../limits.ts'
import { DynamicTable, fieldOverheadBytes } from './dynamic-table.ts'
import { decodedLength, decodeHuffman } from './huffman.ts'
import { staticFields } from './static-table.ts'

/** What came of a block: a damaged one leaves the two sides with different tables, and nothing after it can be read. */
export type Decoding = 'whole' | 'too-large' | 'damaged'

/** How large a table the other side may count on: what RFC 9113 §6.5.2 begins with. */
const tableBytes = 4_096
const staticCount = staticFields.length / 2
/** No number in a block has a reason to be longer (RFC 7541 §5.1 leaves the limit to us). */
const longestNumberShift = 21

/** One for all: whatever is in it is text before anything else is read. No string is longer than its block. */
const scratch = Buffer.allocUnsafeSlow(decodedLength(http2Limits.blockBytes))

/** Reads the header blocks of one connection (RFC 7541). */
export class HpackDecoder {
  readonly #table = new DynamicTable(tableBytes)
  readonly #listBytes: number
  #block: Buffer = Buffer.alloc(0)
  #at = 0
  #isDamaged = false

  /** Fields are handed on up to `listBytes`, counted as RFC 9113 §6.5.2 does. */
  constructor(listBytes: number) {
    this.#listBytes = listBytes
  }

  /** Appends names and values in turn to `fields`. */
  decode(block: Buffer, fields: string[]): Decoding {
    this.#block = block
    this.#at = 0
    this.#isDamaged = false
    this.#resizeTable()
    let bytes = 0
    while (this.#at < block.length) {
      bytes += this.#field(fields, this.#listBytes - bytes)
      if (this.#isDamaged) return 'damaged'
    }
    if (this.#isDamaged) return 'damaged'
    return bytes > this.#listBytes ? 'too-large' : 'whole'
  }

  /** Updates of the table's size stand at the beginning of a block only (RFC 7541 §4.2). */
  #resizeTable(): void {
    while (this.#at < this.#block.length && ((this.#block[this.#at] ?? 0) & 0xe0) === 0x20) {
      const bytes = this.#number(0x1f)
      if (bytes > tableBytes) this.#isDamaged = true
      else this.#table.resize(bytes)
    }
  }

  /** Its size in the list; it is read, though not handed on, where that is more than `left`. */
  #field(fields: string[], left: number): number {
    const first = this.#block[this.#at] ?? 0
    const isIndexed = (first & 0x80) !== 0
    const isAdded = (first & 0xc0) === 0x40
    // A size update in the middle; its bits would read as a literal.
    if ((first & 0xe0) === 0x20) this.#isDamaged = true
    const index = this.#number(isIndexed ? 0x7f : isAdded ? 0x3f : 0x0f)
    const name = index === 0 && !isIndexed ? this.#text() : this.#nameAt(index)
    const value = isIndexed ? this.#valueAt(index) : this.#text()
    if (this.#isDamaged) return 0
    if (isAdded) this.#table.add(name, value)
    const bytes = name.length + value.length + fieldOverheadBytes
    if (bytes <= left) fields.push(name, value)
    return bytes
  }

  #nameAt(index: number): string {
    const isKnown = index > 0 && index <= staticCount + this.#table.count
    if (!isKnown) this.#isDamaged = true
    if (index <= staticCount) return staticFields[2 * index - 2] ?? ''
    return isKnown ? this.#table.name(index - staticCount - 1) : ''
  }

  #valueAt(index: number): string {
    if (index <= staticCount) return staticFields[2 * index - 1] ?? ''
    const place = index - staticCount - 1
    return place < this.#table.count ? this.#table.value(place) : ''
  }

  /** RFC 7541 §5.1; `mask` is the part of the first octet that belongs to it. */
  #number(mask: number): number {
    let value = (this.#block[this.#at++] ?? 0) & mask
    if (value < mask) return value
    for (let shift = 0; shift <= longestNumberShift; shift += 7) {
      const byte = this.#block[this.#at++]
      if (byte === undefined) break
      value += (byte & 0x7f) << shift
      if ((byte & 0x80) === 0) return value
    }
    this.#isDamaged = true
    return 0
  }

  /** RFC 7541 §5.2. */
  #text(): string {
    const isCoded = ((this.#block[this.#at] ?? 0) & 0x80) !== 0
    const length = this.#number(0x7f)
    const end = this.#at + length
    if (end > this.#block.length) this.#isDamaged = true
    if (this.#isDamaged) return ''
    const start = this.#at
    this.#at = end
    if (!isCoded) return this.#block.toString('latin1', start, end)
    const decoded = decodeHuffman(this.#block.subarray(start, end), scratch)
    if (decoded < 0) this.#isDamaged = true
    return decoded < 0 ? '' : scratch.toString('latin1', 0, decoded)
  }
}
