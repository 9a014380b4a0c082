/** What an attribute can hold here; maps and lists of anything but texts are left out. */
export type AttributeValue = string | number | boolean | readonly string[] | Buffer

const highestPort = 65_535

/** Attributes of one record, by their names in the semantic conventions. */
export class Attributes {
  readonly #values: ReadonlyMap<string, AttributeValue>

  constructor(values: ReadonlyMap<string, AttributeValue> = new Map()) {
    this.#values = values
  }

  entries(): Iterable<readonly [string, AttributeValue]> {
    return this.#values
  }

  /** The first of these that is there and not empty, as text. */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.#values.get(name)
      if (typeof value === 'string' && value !== '') return value
      if (typeof value === 'number' || typeof value === 'boolean') return String(value)
      if (isList(value) && value[0]) return value[0]
    }
    return undefined
  }

  /** The first of these that is a whole number of 0 or more, also where it was written as text. */
  count(...names: readonly string[]): number | undefined {
    for (const name of names) {
      const value = this.#values.get(name)
      const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
      if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
    }
    return undefined
  }

  port(...names: readonly string[]): number | undefined {
    const port = this.count(...names)
    return port !== undefined && port <= highestPort ? port : undefined
  }

  /** The first of these that holds bytes, or text as its UTF-8. */
  octets(...names: readonly string[]): Buffer | undefined {
    for (const name of names) {
      const value = this.#values.get(name)
      if (Buffer.isBuffer(value)) return value
      if (typeof value === 'string') return Buffer.from(value)
    }
    return undefined
  }

  isTrue(name: string): boolean {
    const value = this.#values.get(name)
    return value === true || value === 'true'
  }
}

export function isList(value: AttributeValue | undefined): value is readonly string[] {
  return Array.isArray(value)
}
