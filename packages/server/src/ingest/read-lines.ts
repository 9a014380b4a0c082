import { decodeExchange, type Exchange } from '@weir/schema'
import { sliced } from '../event-turn.ts'

/** One exchange together with the bytes of its line. */
export interface DecodedLine {
  readonly exchange: Exchange
  readonly bytes: Uint8Array
}

export interface RejectedLine {
  /** From 1, empty lines counted. */
  readonly line: number
  readonly reason: string
}

export interface ReadLines {
  readonly accepted: readonly DecodedLine[]
  /** The first ten. */
  readonly shown: readonly RejectedLine[]
  /** All, by reason of the drop. */
  readonly rejected: Readonly<Record<string, number>>
}

const shownLines = 10
const reasonChars = 200
const newline = 0x0a

/** The lines of a body that are not empty. */
export function* linesOf(
  body: Uint8Array,
): Generator<{ readonly line: number; readonly bytes: Uint8Array }> {
  let start = 0
  for (let line = 1; start < body.length; line += 1) {
    const at = body.indexOf(newline, start)
    const end = at === -1 ? body.length : at
    const bytes = body.subarray(start, body[end - 1] === 0x0d ? Math.max(start, end - 1) : end)
    if (bytes.length > 0) yield { line, bytes }
    start = end + 1
  }
}

/** Counts without decoding and stops above `most`. */
export function countLines(body: Uint8Array, most: number): number {
  let lines = 0
  for (const { bytes } of linesOf(body)) {
    if (bytes.length > 0) lines += 1
    if (lines > most) break
  }
  return lines
}

/** Decodes every line; one that is no exchange is left out and named. */
export async function readLines(body: Uint8Array, maxLineBytes: number): Promise<ReadLines> {
  const turn = sliced()
  const accepted: DecodedLine[] = []
  const shown: RejectedLine[] = []
  const rejected: Record<string, number> = {}
  for (const { line, bytes } of linesOf(body)) {
    const result = readLine(bytes, maxLineBytes)
    if (result.kind === 'exchange') {
      accepted.push({ exchange: result.exchange, bytes })
    } else {
      rejected[result.drop] = (rejected[result.drop] ?? 0) + 1
      if (shown.length < shownLines) {
        shown.push({ line, reason: result.reason.slice(0, reasonChars) })
      }
    }
    const wait = turn()
    if (wait !== undefined) await wait
  }
  return { accepted, shown, rejected }
}

type LineResult =
  | { readonly kind: 'exchange'; readonly exchange: Exchange }
  | { readonly kind: 'bad'; readonly drop: 'malformed' | 'too-large'; readonly reason: string }

function readLine(bytes: Uint8Array, maxLineBytes: number): LineResult {
  if (bytes.length > maxLineBytes) {
    return { kind: 'bad', drop: 'too-large', reason: `larger than ${maxLineBytes} bytes` }
  }
  const value = parse(bytes)
  if (value === undefined) return { kind: 'bad', drop: 'malformed', reason: 'not JSON' }
  const decoded = decodeExchange(value)
  return decoded.ok
    ? { kind: 'exchange', exchange: decoded.value }
    : { kind: 'bad', drop: 'malformed', reason: decoded.problem }
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
