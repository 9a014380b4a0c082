import { parseAddress } from '@weir/schema/caller'
import { Memo } from './memo.ts'

const kept = { addresses: 8_192, longest: 64 }

/** Values by address range. An address that comes again costs one look-up, a new one also one for each length of range in use. */
export class AddressRanges<Value> {
  readonly #byLength = new Map<number, Map<string, Set<Value>>>()
  /** What was found, until ranges change. */
  #found: Memo<readonly Value[]> | null = null

  /** False for what is no range. */
  add(range: string, value: Value): boolean {
    const read = readRange(range)
    if (read === null) return false
    this.#found = null
    const { bits, prefix } = read
    const ranges = this.#byLength.get(bits) ?? new Map<string, Set<Value>>()
    this.#byLength.set(bits, ranges)
    const values = ranges.get(prefix) ?? new Set()
    ranges.set(prefix, values)
    values.add(value)
    return true
  }

  remove(range: string, value: Value): void {
    const read = readRange(range)
    const ranges = read === null ? undefined : this.#byLength.get(read.bits)
    const values = read === null ? undefined : ranges?.get(read.prefix)
    if (read === null || ranges === undefined || values === undefined) return
    this.#found = null
    values.delete(value)
    if (values.size === 0) ranges.delete(read.prefix)
    if (ranges.size === 0) this.#byLength.delete(read.bits)
  }

  get isEmpty(): boolean {
    return this.#byLength.size === 0
  }

  /** Values of every range that holds the address. */
  find(ip: string): readonly Value[] {
    if (this.isEmpty) return none
    this.#found ??= new Memo(kept.addresses, kept.longest)
    return this.#found.get(ip, () => this.#look(ip))
  }

  #look(ip: string): readonly Value[] {
    const address = parseAddress(ip)
    if (address === null) return none
    const found: Value[] = []
    for (const [bits, ranges] of this.#byLength) {
      const values = ranges.get(prefixOf(address, bits))
      if (values !== undefined) found.push(...values)
    }
    return found
  }
}

const none: readonly never[] = []

/** IPv4 is held as IPv6 (RFC 4291 §2.5.5.2), so that one table serves both. */
function readRange(range: string): { readonly bits: number; readonly prefix: string } | null {
  const [text = '', length] = range.split('/')
  const address = parseAddress(text)
  if (address === null) return null
  const width = text.includes(':') ? 128 : 32
  const wanted = length === undefined ? width : Number(length)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > width) return null
  const bits = wanted + 128 - width
  return { bits, prefix: prefixOf(address, bits) }
}

function prefixOf(address: Uint8Array, bits: number): string {
  const octets = Buffer.from(address)
  const whole = bits >> 3
  if (whole < octets.length) {
    octets[whole] = (octets[whole] ?? 0) & ((0xff00 >> (bits & 7)) & 0xff)
    octets.fill(0, whole + 1)
  }
  return octets.toString('latin1')
}
