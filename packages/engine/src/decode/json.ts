import { limits } from '../limits.ts'
import { isDynamicKey } from './dynamic-key.ts'
import { type JsonToken, JsonScanner } from './json-scanner.ts'
import {
  anyKey,
  type LeafSink,
  memberPath,
  memberPointer,
  type Siblings,
  type WalkEnd,
  type WalkStart,
} from './leaf.ts'

interface Frame {
  readonly array: boolean
  readonly pointer: string
  readonly path: string
  readonly key: string
  readonly parentKey: string
  readonly siblings: Siblings | null
  readonly container: number
  /** Elements or members begun so far. */
  items: number
  /** A member name was read and its value is still to come. */
  named: boolean
  /** Place of the value that comes next. */
  nextPointer: string
  nextPath: string
  nextKey: string
}

/**
 * Walks a JSON text (RFC 8259) and hands its leaves to the sink. It keeps what was readable: a text
 * cut short yields every leaf before the cut, values below the depth limit are stepped over, and
 * garbage ends the walk where it stands.
 */
export function walkJson(text: string, start: WalkStart, sink: LeafSink): WalkEnd {
  return new JsonWalk(text, start, sink).run()
}

class JsonWalk {
  readonly #scanner: JsonScanner
  readonly #start: WalkStart
  readonly #sink: LeafSink
  readonly #stack: Frame[] = []
  #tooDeep = false
  #skipping = 0

  constructor(text: string, start: WalkStart, sink: LeafSink) {
    this.#scanner = new JsonScanner(text)
    this.#start = start
    this.#sink = sink
  }

  run(): WalkEnd {
    for (;;) {
      const token = this.#scanner.next()
      if (token.kind === 'end') return this.#atEnd()
      if (token.kind === 'bad') return token.cut ? 'cut' : 'malformed'
      const stop = this.#take(token)
      if (stop !== null) return stop
      if (this.#stack.length === 0 && this.#skipping === 0) return this.#afterDocument()
    }
  }

  #atEnd(): WalkEnd {
    if (this.#stack.length > 0 || this.#skipping > 0) return 'cut'
    return 'malformed'
  }

  #afterDocument(): WalkEnd {
    const rest = this.#scanner.next()
    if (rest.kind !== 'end') return 'malformed'
    return this.#tooDeep ? 'too-deep' : null
  }

  #take(token: JsonToken): WalkEnd {
    if (this.#skipping > 0) return this.#skip(token)
    switch (token.kind) {
      case 'open':
        return this.#expectsValue() ? this.#open(token.array) : 'malformed'
      case 'close':
        return this.#close(token.array)
      case 'comma':
        return this.#stack.length === 0 ? 'malformed' : null
      case 'name':
        return this.#name(token.text)
      case 'value':
        return this.#expectsValue() ? this.#value(token) : this.#unexpected()
      default:
        return 'malformed'
    }
  }

  /** In an object a value needs its name first; using it spends the name. */
  #expectsValue(): boolean {
    const frame = this.#stack.at(-1)
    if (frame === undefined || frame.array) return true
    const { named } = frame
    frame.named = false
    return named
  }

  /** A name whose colon was cut off looks like a value in the wrong place. */
  #unexpected(): WalkEnd {
    return this.#scanner.atEnd ? 'cut' : 'malformed'
  }

  #skip(token: JsonToken): WalkEnd {
    if (token.kind === 'open') this.#skipping += 1
    if (token.kind === 'close') this.#skipping -= 1
    return null
  }

  #open(array: boolean): WalkEnd {
    if (this.#stack.length >= limits.jsonDepth) {
      this.#tooDeep = true
      this.#skipping = 1
      return null
    }
    const place = this.#place()
    const container = this.#start.containers.count
    this.#start.containers.count += 1
    this.#stack.push({
      array,
      pointer: place.pointer,
      path: array ? `${place.path}[]` : place.path,
      key: place.key,
      parentKey: place.parentKey,
      siblings: array ? place.siblings : new Set(),
      container: array ? place.container : container,
      items: 0,
      named: false,
      nextPointer: '',
      nextPath: '',
      nextKey: '',
    })
    return null
  }

  #close(array: boolean): WalkEnd {
    const frame = this.#stack.pop()
    return frame?.array === array ? null : 'malformed'
  }

  #name(name: string): WalkEnd {
    const frame = this.#stack.at(-1)
    if (frame === undefined || frame.array || frame.named) return 'malformed'
    frame.named = true
    const dynamic = frame.items >= limits.objectKeys || isDynamicKey(name)
    frame.items += 1
    frame.nextPointer = memberPointer(frame.pointer, name)
    frame.nextPath = memberPath(frame.path, dynamic ? anyKey : name)
    frame.nextKey = dynamic ? frame.key : name
    if (!dynamic) frame.siblings?.add(name.toLowerCase())
    return null
  }

  #place(): Place {
    const frame = this.#stack.at(-1)
    if (frame === undefined) {
      const { pointer, path, key } = this.#start
      return { pointer, path, key, parentKey: '', siblings: null, container: -1, owner: pointer }
    }
    if (!frame.array) {
      return {
        pointer: frame.nextPointer,
        path: frame.nextPath,
        key: frame.nextKey,
        parentKey: frame.key,
        siblings: frame.siblings,
        container: frame.container,
        owner: frame.pointer,
      }
    }
    const { path, key, parentKey, siblings, container, items } = frame
    const pointer = `${frame.pointer}/${items}`
    frame.items += 1
    return { pointer, path, key, parentKey, siblings, container, owner: frame.pointer }
  }

  #value(token: Extract<JsonToken, { kind: 'value' }>): WalkEnd {
    const place = this.#place()
    if (token.type === 'string' && this.#enter(token.text, place)) return null
    const more = this.#sink({
      pointer: place.pointer,
      path: place.path,
      key: place.key,
      parentKey: place.parentKey,
      siblings: place.siblings,
      container: place.container,
      containerPointer: place.owner,
      kind: token.type,
      text: token.text,
    })
    return more ? null : 'too-many-leaves'
  }

  /** Walks a string that holds a JSON document; false leaves the string a leaf of its own. */
  #enter(text: string, place: Place): boolean {
    if (this.#start.embedded >= limits.embeddedJson || !looksLikeDocument(text)) return false
    const start: WalkStart = {
      pointer: `${place.pointer}#`,
      path: `${place.path}#`,
      key: place.key,
      embedded: this.#start.embedded + 1,
      containers: this.#start.containers,
    }
    const held: Parameters<LeafSink>[0][] = []
    const end = walkJson(text, start, (leaf) => held.push(leaf) < limits.leaves)
    if (end === 'malformed' || held.length === 0) return false
    for (const leaf of held) if (!this.#sink(leaf)) break
    return true
  }
}

interface Place {
  readonly pointer: string
  readonly path: string
  readonly key: string
  readonly parentKey: string
  readonly siblings: Siblings | null
  readonly container: number
  readonly owner: string
}

function looksLikeDocument(text: string): boolean {
  if (text.length < 2) return false
  const first = text.charCodeAt(0)
  return first === 0x7b || (first === 0x5b && text.endsWith(']'))
}
