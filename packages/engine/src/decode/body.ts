import type { Payload } from '@weir/schema'
import { limits } from '../limits.ts'
import { walkCsv } from './csv.ts'
import { walkForm } from './form.ts'
import { walkFormData } from './form-data.ts'
import { walkJson } from './json.ts'
import { type Leaf, type LeafSink, type WalkEnd, type WalkStart, wholeText } from './leaf.ts'
import { type BodyFormat, bodyFormat } from './media-type.ts'
import { walkXml } from './xml.ts'

/** What was read of one body and what was not. */
export interface DecodedBody {
  readonly format: BodyFormat
  readonly leaves: readonly Leaf[]
  /** Bytes looked at. */
  readonly walkedBytes: number
  /** Null when everything there was read. */
  readonly stop: WalkEnd
}

/** Turns a body into its leaves, within the limits, whatever it holds. */
export function decodeBody(payload: Payload): DecodedBody {
  const type = payload.headers.get('content-type')?.[0] ?? ''
  const coding = payload.headers.get('content-encoding')?.join(',') ?? ''
  const format = bodyFormat(type, coding, payload.body)
  if (format === 'empty' || format === 'binary' || format === 'encoded') {
    return { format, leaves: [], walkedBytes: 0, stop: null }
  }
  const walked = payload.body.subarray(0, limits.bodyBytes)
  const decoded = format === 'multipart' ? readParts(walked, type) : readText(format, walked, type)
  const short = walked.length < payload.body.length || payload.truncated
  return { ...decoded, stop: decoded.stop ?? (short ? 'cut' : null) }
}

function readParts(walked: Uint8Array, type: string): DecodedBody {
  const leaves: Leaf[] = []
  const stop = walkFormData(walked, type, walk, (leaf) => leaves.push(leaf) < limits.leaves)
  return { format: 'multipart', leaves, walkedBytes: walked.length, stop }
}

/** A body that promised a format and held none of it is text: nothing in it goes unread. */
function readText(format: BodyFormat, walked: Uint8Array, type: string): DecodedBody {
  const text = decoderFor(type).decode(walked)
  const leaves: Leaf[] = []
  const stop = walk(format, text, top(), (leaf) => leaves.push(leaf) < limits.leaves)
  const read = { walkedBytes: walked.length, stop }
  const isUnread = stop === 'malformed' && leaves.length === 0
  return isUnread
    ? { format: 'text', leaves: [wholeText(text, top())], ...read }
    : { format, leaves, ...read }
}

/** Where a body begins. */
function top(): WalkStart {
  return { pointer: '', path: '', key: '', embedded: 0, containers: { count: 0 } }
}

function walk(format: BodyFormat, text: string, start: WalkStart, sink: LeafSink): WalkEnd {
  switch (format) {
    case 'form':
      return walkForm(text, sink)
    case 'json':
      return walkDocuments(text, start, sink)
    case 'ndjson':
      return walkLines(text, start, sink)
    case 'csv':
      return walkCsv(text, start, sink)
    case 'xml':
      return walkXml(text, start, sink)
    default:
      sink(wholeText(text, start))
      return text.length > limits.leafChars ? 'cut' : null
  }
}

/** One JSON document, or several on lines of their own under a type that says otherwise. */
function walkDocuments(text: string, start: WalkStart, sink: LeafSink): WalkEnd {
  const secondLine = /^[^\n]{2,}[}\]]\s*\n\s*[{[]/.test(text.slice(0, limits.leafChars))
  return secondLine ? walkLines(text, start, sink) : walkJson(text, start, sink)
}

/** Newline-delimited JSON: each line is an element of one list. */
function walkLines(text: string, base: WalkStart, sink: LeafSink): WalkEnd {
  let worst: WalkEnd = null
  let from = 0
  for (let line = 0; from < text.length; line += 1) {
    const newline = text.indexOf('\n', from)
    const end = newline === -1 ? text.length : newline
    if (end - from > 1) {
      const start = { ...base, pointer: `${base.pointer}/${line}`, path: `${base.path}[]` }
      const stop = walkJson(text.slice(from, end), start, sink)
      if (stop === 'too-many-leaves') return stop
      worst = stop ?? worst
    }
    from = end + 1
  }
  return worst
}

const utf8 = new TextDecoder()
const latin1 = new TextDecoder('latin1')

function decoderFor(contentType: string): TextDecoder {
  return /charset="?(?:iso-8859-1|latin1|windows-1252)/i.test(contentType) ? latin1 : utf8
}
