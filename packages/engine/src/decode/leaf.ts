import type { LeafKind } from '@weir/schema'
import { limits } from '../limits.ts'

/** Names of the members of one object, shared by its leaves. */
export type Siblings = Set<string>

/** One value of a payload and where it stands. */
export interface Leaf {
  /** JSON pointer (RFC 6901) of this value; `#` continues inside a string that holds JSON. */
  readonly pointer: string
  /** The same place for every exchange: `items[].email`. */
  readonly path: string
  /** Nearest member name; that of the list for its elements. */
  readonly key: string
  /** Member name of the object the value stands in. */
  readonly parentKey: string
  readonly siblings: Siblings | null
  /** Which object of the payload holds the value: equal numbers, same object. */
  readonly container: number
  /** Pointer of that object. */
  readonly containerPointer: string
  readonly kind: LeafKind
  /** The value as text, escapes resolved, cut at `limits.leafChars`. */
  readonly text: string
}

/** Where a walk begins: the place of the document inside the payload, and the work left to it. */
export interface WalkStart {
  readonly pointer: string
  readonly path: string
  readonly key: string
  /** How many strings holding JSON the walk has entered. */
  readonly embedded: number
  /** Containers numbered so far in this payload. */
  readonly containers: { count: number }
}

/** Receives leaves; answers false when it takes no more. */
export type LeafSink = (leaf: Leaf) => boolean

/** Why a walk ended before the end of its input. */
export type WalkStop = 'cut' | 'malformed' | 'too-deep' | 'too-many-leaves'

/** How a walk went; null means that every value was seen. */
export type WalkEnd = WalkStop | null

/** Stands for every member whose name is data. */
export const anyKey = '{*}'

const plainName = /^[\w$-]{1,64}$/

export function memberPointer(base: string, name: string): string {
  return `${base}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

export function memberPath(base: string, name: string): string {
  const step = plainName.test(name) || name === anyKey ? name : `[${JSON.stringify(name)}]`
  return base === '' || step.startsWith('[') ? base + step : `${base}.${step}`
}

/** A text that is one value. */
export function wholeText(text: string, { pointer, path, key }: WalkStart): Leaf {
  return {
    pointer,
    path,
    key,
    parentKey: '',
    siblings: null,
    container: -1,
    containerPointer: '',
    kind: 'string',
    text: text.slice(0, limits.leafChars),
  }
}
