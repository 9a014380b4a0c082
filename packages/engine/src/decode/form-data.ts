import { limits } from '../limits.ts'
import {
  type LeafSink,
  memberPath,
  memberPointer,
  type Siblings,
  type WalkEnd,
  type WalkStart,
  wholeText,
} from './leaf.ts'
import { type BodyFormat, bodyFormat } from './media-type.ts'
import { boundaryOf, type Part, partsOf } from './multipart.ts'

/** Walks a text of some format. */
export type WalkText = (
  format: BodyFormat,
  text: string,
  start: WalkStart,
  sink: LeafSink,
) => WalkEnd

const utf8 = new TextDecoder()

/**
 * Walks `multipart/*` (RFC 2046; forms: RFC 7578): fields are leaves, and a part that holds a document is
 * walked as one, below the name of its field. Files that are no text give their names.
 */
export function walkFormData(
  bytes: Uint8Array,
  contentType: string,
  walk: WalkText,
  sink: LeafSink,
): WalkEnd {
  const boundary = boundaryOf(contentType)
  if (boundary === null) return 'malformed'
  const { parts, isCut } = partsOf(byteText(bytes), boundary)
  const names: Siblings = new Set(parts.map(({ name }) => name.toLowerCase()))
  const containers = { count: 1 }
  let worst: WalkEnd = isCut ? 'cut' : null
  for (const [index, part] of parts.entries()) {
    const end = walkPart(part, index, bytes.subarray(part.from, part.to), { names, containers, walk }, sink)
    if (end === 'too-many-leaves') return end
    worst = end ?? worst
  }
  return worst
}

interface Form {
  readonly names: Siblings
  readonly containers: { count: number }
  readonly walk: WalkText
}

function walkPart(
  { name, fileName, type }: Part,
  index: number,
  content: Uint8Array,
  { names, containers, walk }: Form,
  sink: LeafSink,
): WalkEnd {
  const pointer = name === '' ? `/${index}` : memberPointer('', name)
  const path = name === '' ? '[]' : memberPath('', name)
  const start: WalkStart = { pointer, path, key: name, embedded: 0, containers }
  const leaf = { ...wholeText('', start), siblings: names, container: 0, containerPointer: '' }
  if (fileName !== null) {
    const named = { ...leaf, pointer: `${pointer}/filename`, path: memberPath(path, 'filename'), key: 'filename' }
    if (!sink({ ...named, text: fileName.slice(0, limits.nameChars) })) return 'too-many-leaves'
  }
  const format = bodyFormat(type, '', content)
  if (format === 'empty' || format === 'binary' || format === 'encoded' || format === 'multipart') return null
  const text = utf8.decode(content)
  if (format !== 'text' && format !== 'form') return walk(format, text, start, sink)
  if (!sink({ ...leaf, text: text.slice(0, limits.leafChars) })) return 'too-many-leaves'
  return text.length > limits.leafChars ? 'cut' : null
}

const chunk = 8_192

/** A character for each byte, so that an index in the text is one in the body. */
function byteText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += chunk) {
    text += String.fromCharCode(...bytes.subarray(at, at + chunk))
  }
  return text
}
