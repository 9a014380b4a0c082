/** What a field costs beside its octets (RFC 7541 §4.1). */
export const fieldOverheadBytes = 32

/** Fields that were told before (RFC 7541 §2.3.2), the newest first; the oldest make room for it. */
export class DynamicTable {
  readonly #names: string[]
  readonly #values: string[]
  /** A power of two, so that places go round. */
  readonly #mask: number
  #maxBytes: number
  #bytes = 0
  #count = 0
  #added = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
    const places = 2 ** Math.ceil(Math.log2(maxBytes / fieldOverheadBytes + 1))
    this.#names = Array.from({ length: places }, () => '')
    this.#values = Array.from({ length: places }, () => '')
    this.#mask = places - 1
  }

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The name of the field at `index`, 0 for the newest; `count` says how many there are. */
  name(index: number): string {
    return this.#names[(this.#added - 1 - index) & this.#mask] ?? ''
  }

  value(index: number): string {
    return this.#values[(this.#added - 1 - index) & this.#mask] ?? ''
  }

  add(name: string, value: string): void {
    const bytes = name.length + value.length + fieldOverheadBytes
    this.#evict(this.#maxBytes - bytes)
    // One larger than the table empties it, and that is no error (§4.4).
    if (bytes > this.#maxBytes) return
    const place = this.#added & this.#mask
    this.#names[place] = name
    this.#values[place] = value
    this.#added += 1
    this.#count += 1
    this.#bytes += bytes
  }

  /** At most as large as it was built for. */
  resize(maxBytes: number): void {
    this.#maxBytes = maxBytes
    this.#evict(maxBytes)
  }

  #evict(toBytes: number): void {
    while (this.#count > 0 && this.#bytes > toBytes) {
      const oldest = (this.#added - this.#count) & this.#mask
      const length = (this.#names[oldest]?.length ?? 0) + (this.#values[oldest]?.length ?? 0)
      this.#bytes -= length + fieldOverheadBytes
      this.#names[oldest] = ''
      this.#values[oldest] = ''
      this.#count -= 1
    }
  }
}
