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

/** An object or list of a payload that was read from its beginning to its end. */
export interface Container {
  readonly kind: 'object' | 'array'
  /** The same place for every exchange; the elements of a list add `[]` to it. */
  readonly path: string
  /** Number of an object, as its leaves name it; -1 for a list. */
  readonly number: number
  /** Number of the object it stands in; -1 where it stands in none. */
  readonly owner: number
  /** Members or elements. */
  readonly items: number
}

/** The objects and lists of one payload: how many objects were begun, and what was read to its end. */
export interface Containers {
  count: number
  readonly closed: Container[]
}

export function newContainers(): Containers {
  return { count: 0, closed: [] }
}

export function closeContainer({ closed }: Containers, container: Container): void {
  if (closed.length < limits.containers) closed.push(container)
}

/** Where a walk begins: the place of the document inside the payload, and the work left to it. */
export interface WalkStart {
  readonly pointer: string
  readonly path: string
  readonly key: string
  /** Number of the object the document stands in; -1 where it stands in none. */
  readonly container: number
  /** How many strings holding JSON the walk has entered. */
  readonly embedded: number
  readonly containers: Containers
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
export function wholeText(text: string, { pointer, path, key, container }: WalkStart): Leaf {
  return {
    pointer,
    path,
    key,
    parentKey: '',
    siblings: null,
    container,
    containerPointer: '',
    kind: 'string',
    text: text.slice(0, limits.leafChars),
  }
}
