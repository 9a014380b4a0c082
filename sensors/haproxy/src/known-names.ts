/**
 * The same few names come with every message. Each is made a string once; afterwards its characters are only
 * compared. The table is small and never grows: names that do not fit take each other's places.
 */
export class KnownNames {
  readonly #places: string[] = Array.from({ length: 256 }, () => '')

  /** The text of the bytes, in Latin-1. */
  inBytes(bytes: Buffer, start: number, end: number): string {
    const place = placeOf(bytes[start], bytes[(start + end) >> 1], bytes[end - 1], end - start)
    const known = this.#places[place] ?? ''
    if (areBytes(known, bytes, start, end)) return known
    return this.#keep(place, bytes.toString('latin1', start, end))
  }

  /** That part of the text. */
  inText(text: string, start: number, end: number): string {
    const middle = text.charCodeAt((start + end) >> 1)
    const place = placeOf(text.charCodeAt(start), middle, text.charCodeAt(end - 1), end - start)
    const known = this.#places[place] ?? ''
    if (isPart(known, text, start, end)) return known
    return this.#keep(place, text.slice(start, end))
  }

  #keep(place: number, text: string): string {
    const name = asKey(text)
    this.#places[place] = name
    return name
  }
}

/** The same text as the engine keeps names of properties: two of them are compared by where they lie. */
function asKey(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}

function placeOf(first = 0, middle = 0, last = 0, length = 0): number {
  return (first * 5 + middle * 3 + last * 7 + length * 11) & 255
}

function areBytes(known: string, bytes: Buffer, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let index = 0; index < known.length; index += 1) {
    if (known.charCodeAt(index) !== bytes[start + index]) return false
  }
  return true
}

function isPart(known: string, text: string, start: number, end: number): boolean {
  if (known.length !== end - start) return false
  for (let index = 0; index < known.length; index += 1) {
    if (known.charCodeAt(index) !== text.charCodeAt(start + index)) return false
  }
  return true
}
