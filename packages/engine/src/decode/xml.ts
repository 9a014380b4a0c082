import { limits } from '../limits.ts'
import {
  type LeafSink,
  memberPath,
  memberPointer,
  type Siblings,
  type WalkEnd,
  type WalkStart,
} from './leaf.ts'
import { attributesOf, XmlScanner, type XmlToken } from './xml-scanner.ts'

interface Element {
  readonly tag: string
  readonly pointer: string
  readonly path: string
  readonly key: string
  readonly parentKey: string
  /** Names beside it, in the element around it. */
  readonly siblings: Siblings
  /** Names inside it. */
  readonly inner: Siblings
  readonly container: number
  readonly owner: string
  /** Elements with this name inside it so far, for their pointers. */
  readonly counts: Map<string, number>
  text: string
}

/**
 * Walks an XML text and hands its leaves to the sink: attributes (`user["@id"]`) and the text of
 * elements (`user.email`). Prefixes of namespaces are left out. Repeated elements share a path. A text
 * cut short yields what came before; elements below the depth limit are stepped over.
 */
export function walkXml(text: string, start: WalkStart, sink: LeafSink): WalkEnd {
  return new XmlWalk(text, start, sink).run()
}

class XmlWalk {
  readonly #scanner: XmlScanner
  readonly #start: WalkStart
  readonly #sink: LeafSink
  readonly #stack: Element[] = []
  #skipping = 0
  #tooDeep = false

  constructor(text: string, start: WalkStart, sink: LeafSink) {
    this.#scanner = new XmlScanner(text)
    this.#start = start
    this.#sink = sink
  }

  run(): WalkEnd {
    for (;;) {
      const token = this.#scanner.next()
      if (token.kind === 'cut') return 'cut'
      if (token.kind === 'bad') return 'malformed'
      if (token.kind === 'end') return this.#atEnd()
      const stop = this.#take(token)
      if (stop !== null) return stop
    }
  }

  #atEnd(): WalkEnd {
    if (this.#stack.length > 0 || this.#skipping > 0) return 'cut'
    return this.#tooDeep ? 'too-deep' : null
  }

  #take(token: Extract<XmlToken, { kind: 'open' | 'close' | 'text' }>): WalkEnd {
    if (token.kind === 'open')
      return this.#skipping > 0 ? this.#skip(token.empty) : this.#open(token)
    if (token.kind === 'text') {
      const element = this.#stack.at(-1)
      if (this.#skipping === 0 && element !== undefined && element.text.length < limits.leafChars)
        element.text += token.text
      return null
    }
    if (this.#skipping > 0) {
      this.#skipping -= 1
      return null
    }
    return this.#close(token.name)
  }

  #skip(empty: boolean): WalkEnd {
    if (!empty) this.#skipping += 1
    return null
  }

  #open({ name, attributes, empty }: Extract<XmlToken, { kind: 'open' }>): WalkEnd {
    if (this.#stack.length >= limits.jsonDepth) {
      this.#tooDeep = true
      return this.#skip(empty)
    }
    const element = this.#enter(name)
    for (const [key, value] of attributesOf(attributes)) {
      if (key === 'xmlns' || key.startsWith('xmlns:') || key.startsWith('xsi:')) continue
      if (!this.#attribute(element, localName(key), value)) return 'too-many-leaves'
    }
    if (!empty) this.#stack.push(element)
    return null
  }

  #enter(tag: string): Element {
    const key = localName(tag)
    const parent = this.#stack.at(-1)
    const container = this.#start.containers.count
    this.#start.containers.count += 1
    if (parent === undefined) {
      const { pointer, path } = this.#start
      return {
        tag,
        pointer: memberPointer(pointer, key),
        path: memberPath(path, key),
        key,
        parentKey: this.#start.key,
        siblings: new Set([key.toLowerCase()]),
        inner: new Set(),
        container,
        owner: pointer,
        counts: new Map(),
        text: '',
      }
    }
    const nth = parent.counts.get(key) ?? 0
    if (parent.counts.size < limits.objectKeys || nth > 0) parent.counts.set(key, nth + 1)
    noted(parent.inner, key)
    const pointer = memberPointer(parent.pointer, key)
    return {
      tag,
      pointer: nth === 0 ? pointer : `${pointer}/${nth}`,
      path: memberPath(parent.path, key),
      key,
      parentKey: parent.key,
      siblings: parent.inner,
      inner: new Set(),
      container,
      owner: parent.pointer,
      counts: new Map(),
      text: '',
    }
  }

  #attribute(element: Element, key: string, value: string): boolean {
    noted(element.inner, key)
    return this.#sink({
      pointer: memberPointer(element.pointer, `@${key}`),
      path: memberPath(element.path, `@${key}`),
      key,
      parentKey: element.key,
      siblings: element.inner,
      container: element.container,
      containerPointer: element.pointer,
      kind: 'string',
      text: value.slice(0, limits.leafChars),
    })
  }

  #close(tag: string): WalkEnd {
    const element = this.#stack.pop()
    if (element === undefined || element.tag !== tag) return 'malformed'
    const text = element.text.trim()
    if (text === '') return null
    const owner = this.#stack.at(-1)
    const more = this.#sink({
      pointer: element.pointer,
      path: element.path,
      key: element.key,
      parentKey: element.parentKey,
      siblings: element.siblings,
      // Fields beside each other are one object: the element around them.
      container: owner?.container ?? element.container,
      containerPointer: element.owner,
      kind: 'string',
      text: text.slice(0, limits.leafChars),
    })
    return more ? null : 'too-many-leaves'
  }
}

function noted(names: Siblings, key: string): void {
  if (names.size < limits.objectKeys) names.add(key.toLowerCase())
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
