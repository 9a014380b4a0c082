import { decodeExchange, type Exchange, failure, type Result } from '@weir/schema'
import { decodeExchangeMessage, frameAt, lengthPrefix } from '@weir/schema/protobuf'

/** How the exchanges of a body are set apart (`spec/ingest.md`). */
export type BodyFormat = 'ndjson' | 'protobuf'

/** One exchange of a body, as bytes. */
export interface BodyLine {
  /** From 1, empty lines counted. */
  readonly line: number
  readonly bytes: Uint8Array
}

const newline = 0x0a
const carriageReturn = 0x0d

/** What a body is made of; empty lines of text are left out. */
export function linesOf(body: Uint8Array, format: BodyFormat): Generator<BodyLine> {
  return format === 'ndjson' ? textLines(body) : messages(body)
}

export function decodeLine(bytes: Uint8Array, format: BodyFormat): Result<Exchange> {
  if (format === 'protobuf') return decodeExchangeMessage(bytes)
  const value = parse(bytes)
  return value === undefined ? failure('not JSON') : decodeExchange(value)
}

/** These lines as one body again. */
export function joinLines(lines: readonly Uint8Array[], format: BodyFormat): Uint8Array {
  const parts = lines.flatMap((bytes) =>
    format === 'ndjson' ? [bytes, Uint8Array.of(newline)] : [lengthPrefix(bytes.length), bytes],
  )
  return Buffer.concat(parts)
}

function* textLines(body: Uint8Array): Generator<BodyLine> {
  let start = 0
  for (let line = 1; start < body.length; line += 1) {
    const at = body.indexOf(newline, start)
    const end = at === -1 ? body.length : at
    const bytes = body.subarray(
      start,
      body[end - 1] === carriageReturn ? Math.max(start, end - 1) : end,
    )
    if (bytes.length > 0) yield { line, bytes }
    start = end + 1
  }
}

function* messages(body: Uint8Array): Generator<BodyLine> {
  let at = 0
  for (let line = 1; at < body.length; line += 1) {
    const { start, end } = frameAt(body, at)
    yield { line, bytes: body.subarray(start, end) }
    at = end
  }
}

/** Undefined where it is no JSON; the parser's message is left out because it cites the text. */
function parse(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(),
    )
    return value
  } catch {
    return undefined
  }
}
