import { limits } from '../limits.ts'
import {
  type Leaf,
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
    const end = walkPart(
      part,
      index,
      bytes.subarray(part.from, part.to),
      { names, containers, walk },
      sink,
    )
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

/** Nothing to walk; a form in a form is none that anybody sends. */
const opaque: ReadonlySet<BodyFormat> = new Set(['empty', 'binary', 'encoded', 'multipart'])

function walkPart(
  part: Part,
  index: number,
  content: Uint8Array,
  { names, containers, walk }: Form,
  sink: LeafSink,
): WalkEnd {
  const start = startOf(part, index, containers)
  const leaf = { ...wholeText('', start), siblings: names, container: 0 }
  if (part.fileName !== null && !sink(fileNameLeaf(leaf, part.fileName))) return 'too-many-leaves'
  const format = bodyFormat(part.type, '', content)
  if (opaque.has(format)) return null
  const text = utf8.decode(content)
  if (format !== 'text' && format !== 'form') return walk(format, text, start, sink)
  if (!sink({ ...leaf, text: text.slice(0, limits.leafChars) })) return 'too-many-leaves'
  return text.length > limits.leafChars ? 'cut' : null
}

/** A part without a name is an element of a list. */
function startOf({ name }: Part, index: number, containers: WalkStart['containers']): WalkStart {
  const place =
    name === ''
      ? { pointer: `/${index}`, path: '[]' }
      : { pointer: memberPointer('', name), path: memberPath('', name) }
  return { ...place, key: name, embedded: 0, containers }
}

function fileNameLeaf(leaf: Leaf, fileName: string): Leaf {
  return {
    ...leaf,
    pointer: `${leaf.pointer}/filename`,
    path: memberPath(leaf.path, 'filename'),
    key: 'filename',
    text: fileName.slice(0, limits.nameChars),
  }
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
