/**
 * HAProxy sends the same few names with every message. Each is made a string once; afterwards its bytes are
 * only compared. The table is small and never grows: names that do not fit take each other's places.
 */
export class KnownNames {
  readonly #places: (string | undefined)[] = Array.from({ length: 256 }, () => undefined)

  /** The text of the bytes, in Latin-1. */
  read(bytes: Buffer, start: number, end: number): string {
    const place = placeOf(bytes, start, end)
    const known = this.#places[place]
    if (known !== undefined && isSame(known, bytes, start, end)) return known
    const text = bytes.toString('latin1', start, end)
    this.#places[place] = text
    return text
  }
}

function placeOf(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] ?? 0
  const middle = bytes[(start + end) >> 1] ?? 0
  const last = bytes[end - 1] ?? 0
  return (first * 5 + middle * 3 + last * 7 + (end - start) * 11) & 255
}

function isSame(known: string, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let index = 0; index < known.length; index += 1) {
    if (known.charCodeAt(index) !== bytes[start + index]) return false
  }
  return true
}
