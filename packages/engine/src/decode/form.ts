import { limits } from '../limits.ts'
import { type LeafSink, memberPath, memberPointer, type WalkEnd } from './leaf.ts'
import { decodePercent } from '@weir/schema/caller'

/**
 * Walks `application/x-www-form-urlencoded` text, which is also the form of a query string
 * (WHATWG URL Standard, "application/x-www-form-urlencoded parsing").
 */
export function walkForm(text: string, sink: LeafSink): WalkEnd {
  const siblings = new Set<string>()
  let from = 0
  while (from <= text.length && text !== '') {
    const end = text.indexOf('&', from)
    const pair = text.slice(from, end === -1 ? text.length : end)
    if (pair !== '' && !take(pair, siblings, sink)) return 'too-many-leaves'
    if (end === -1) return null
    from = end + 1
  }
  return null
}

function take(pair: string, siblings: Set<string>, sink: LeafSink): boolean {
  const equals = pair.indexOf('=')
  const name = decodePercent(equals === -1 ? pair : pair.slice(0, equals), true)
  const value = equals === -1 ? '' : pair.slice(equals + 1, equals + 1 + limits.leafChars)
  siblings.add(name.toLowerCase())
  return sink({
    pointer: memberPointer('', name),
    path: memberPath('', name),
    key: name,
    parentKey: '',
    siblings,
    container: 0,
    containerPointer: '',
    kind: 'string',
    text: decodePercent(value, true),
  })
}
