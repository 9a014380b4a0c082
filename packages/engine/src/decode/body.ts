import type { Payload } from '@weir/schema'
import { limits } from '../limits.ts'
import { walkForm } from './form.ts'
import { walkJson } from './json.ts'
import type { Leaf, WalkEnd } from './leaf.ts'
import { type BodyFormat, bodyFormat } from './media-type.ts'

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
  const walkedBytes = Math.min(payload.body.length, limits.bodyBytes)
  const text = decoderFor(type).decode(payload.body.subarray(0, walkedBytes))
  const leaves: Leaf[] = []
  const sink = (leaf: Leaf): boolean => leaves.push(leaf) < limits.leaves
  const stop = walk(format, text, sink)
  const short = walkedBytes < payload.body.length || payload.truncated
  return settled(format, leaves, walkedBytes, stop ?? (short ? 'cut' : null), text)
}

function walk(format: BodyFormat, text: string, sink: (leaf: Leaf) => boolean): WalkEnd {
  if (format === 'form') return walkForm(text, sink)
  if (format === 'json') return walkDocuments(text, sink)
  if (format === 'ndjson') return walkLines(text, sink)
  sink(wholeText(text))
  return text.length > limits.leafChars ? 'cut' : null
}

/** A body that promised JSON and held none is text: nothing in it goes unread. */
function settled(
  format: BodyFormat,
  leaves: readonly Leaf[],
  walkedBytes: number,
  stop: WalkEnd,
  text: string,
): DecodedBody {
  const unread = format === 'json' && stop === 'malformed' && leaves.length === 0
  if (!unread) return { format, leaves, walkedBytes, stop }
  return { format: 'text', leaves: [wholeText(text)], walkedBytes, stop }
}

function wholeText(text: string): Leaf {
  return {
    pointer: '',
    path: '',
    key: '',
    parentKey: '',
    siblings: null,
    container: -1,
    containerPointer: '',
    kind: 'string',
    text: text.slice(0, limits.leafChars),
  }
}

/** One JSON document, or several on lines of their own under a type that says otherwise. */
function walkDocuments(text: string, sink: (leaf: Leaf) => boolean): WalkEnd {
  const secondLine = /^[^\n]{2,}[}\]]\s*\n\s*[{[]/.test(text.slice(0, limits.leafChars))
  if (secondLine) return walkLines(text, sink)
  return walkJson(
    text,
    { pointer: '', path: '', key: '', embedded: 0, containers: { count: 0 } },
    sink,
  )
}

/** Newline-delimited JSON: each line is an element of one list. */
function walkLines(text: string, sink: (leaf: Leaf) => boolean): WalkEnd {
  const containers = { count: 0 }
  let worst: WalkEnd = null
  let from = 0
  for (let line = 0; from < text.length; line += 1) {
    const newline = text.indexOf('\n', from)
    const end = newline === -1 ? text.length : newline
    if (end - from > 1) {
      const start = { pointer: `/${line}`, path: '[]', key: '', embedded: 0, containers }
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
