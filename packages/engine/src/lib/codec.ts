import { decodeBase64, encodeBase64Url } from '@weir/schema'
import { type BottomK, newBottomK, ranked, trim } from './bottom-k.ts'

/**
 * Turns state into plain JSON values and back. Each structure declares its codec once, beside its
 * type; encoding is canonical (maps sorted by key), so equal states give equal bytes, and decoding
 * checks everything, because a snapshot may come from a damaged disk.
 */
export interface Codec<Value> {
  encode(value: Value): unknown
  /** Throws a `CodecError` that names the place. */
  decode(input: unknown): Value
}

export class CodecError extends Error {}

export type Decoded<Of> = Of extends Codec<infer Value> ? Value : never

function leaf<Value>(name: string, accepts: (input: unknown) => input is Value): Codec<Value> {
  return {
    encode: (value) => value,
    decode: (input) => {
      if (!accepts(input)) throw new CodecError(`expected ${name}`)
      return input
    },
  }
}

export const integer: Codec<number> = leaf('an integer', (input): input is number =>
  Number.isSafeInteger(input),
)
export const real: Codec<number> = leaf(
  'a number',
  (input): input is number => typeof input === 'number',
)
export const text: Codec<string> = leaf(
  'a text',
  (input): input is string => typeof input === 'string',
)
export const flag: Codec<boolean> = leaf(
  'a boolean',
  (input): input is boolean => typeof input === 'boolean',
)

export function oneOf<const Name extends string>(names: readonly Name[]): Codec<Name> {
  return leaf(`one of ${names.join(', ')}`, (input): input is Name =>
    names.some((name) => name === input),
  )
}

export function nullable<Value>(of: Codec<Value>): Codec<Value | null> {
  return {
    encode: (value) => (value === null ? null : of.encode(value)),
    decode: (input) => (input === null ? null : of.decode(input)),
  }
}

export function list<Value>(of: Codec<Value>): Codec<Value[]> {
  return {
    encode: (values) => values.map((value) => of.encode(value)),
    decode: (input) => {
      if (!Array.isArray(input)) throw new CodecError('expected a list')
      return input.map((item: unknown, index) => at(String(index), () => of.decode(item)))
    },
  }
}

export function pair<Left, Right>(left: Codec<Left>, right: Codec<Right>): Codec<[Left, Right]> {
  return {
    encode: ([first, second]) => [left.encode(first), right.encode(second)],
    decode: (input) => {
      if (!Array.isArray(input) || input.length !== 2) throw new CodecError('expected a pair')
      return [left.decode(input[0]), right.decode(input[1])]
    },
  }
}

/** HyperLogLog registers and other octets, as base64url. */
export const octets: Codec<Uint8Array> = {
  encode: (bytes) => encodeBase64Url(bytes),
  decode: (input) => {
    const bytes = typeof input === 'string' ? decodeBase64(input) : null
    if (bytes === null) throw new CodecError('expected base64url')
    return bytes
  },
}

/** A map whose order means nothing: written sorted by key. */
export function sortedMap<Value>(of: Codec<Value>): Codec<Map<string, Value>> {
  const entries = list(pair(text, of))
  return {
    encode: (map) => entries.encode([...map].sort(byKey)),
    decode: (input) => new Map(entries.decode(input)),
  }
}

/** A map whose order decides what is evicted first: written as it stands. */
export function orderedMap<Value>(of: Codec<Value>): Codec<Map<string, Value>> {
  const entries = list(pair(text, of))
  return {
    encode: (map) => entries.encode([...map]),
    decode: (input) => new Map(entries.decode(input)),
  }
}

export function bottomK<Value>(of: Codec<Value>, capacity: number): Codec<BottomK<Value>> {
  const entries = list(pair(text, record({ rank: text, value: of, seen: integer })))
  const body = record({ dropped: integer, bar: nullable(text), entries })
  return {
    encode: (map) => {
      trim(map)
      const rows = ranked(map).map(([key, entry]): [string, typeof entry] => [key, entry])
      return body.encode({ dropped: map.dropped, bar: map.bar, entries: rows })
    },
    decode: (input) => {
      const { dropped, bar, entries: rows } = body.decode(input)
      const map = newBottomK<Value>(capacity)
      for (const [key, entry] of rows) map.entries.set(key, entry)
      map.dropped = dropped
      map.bar = bar
      return map
    },
  }
}

/** An object with known members; others are refused. */
export function record<Shape extends object>(
  members: { readonly [Name in keyof Shape]: Codec<Shape[Name]> },
): Codec<Shape> {
  const names = Object.keys(members) as (keyof Shape & string)[]
  return {
    encode: (value) =>
      Object.fromEntries(names.map((name) => [name, members[name].encode(value[name])])),
    decode: (input) => {
      if (typeof input !== 'object' || input === null || Array.isArray(input)) {
        throw new CodecError('expected an object')
      }
      const source = new Map<string, unknown>(Object.entries(input))
      const decoded = names.map((name) => [
        name,
        at(name, () => members[name].decode(source.get(name))),
      ])
      // Each member has just been decoded by its own codec.
      return Object.fromEntries(decoded) as Shape
    },
  }
}

function at<Value>(place: string, decode: () => Value): Value {
  try {
    return decode()
  } catch (error) {
    if (error instanceof CodecError) throw new CodecError(`${place}: ${error.message}`)
    throw error
  }
}

function byKey(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0
}
