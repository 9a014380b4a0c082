import type { Exchange } from '@weir/schema'
import { sliced } from '../event-turn.ts'
import { type BodyFormat, decodeLine, linesOf } from './body-lines.ts'

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

/** Counts without decoding and stops above `most`. */
export function countLines(body: Uint8Array, format: BodyFormat, most: number): number {
  let lines = 0
  for (const { bytes } of linesOf(body, format)) {
    if (bytes.length > 0) lines += 1
    if (lines > most) break
  }
  return lines
}

/** Decodes every line; one that is no exchange is left out and named. */
export async function readLines(
  body: Uint8Array,
  format: BodyFormat,
  maxLineBytes: number,
): Promise<ReadLines> {
  const turn = sliced()
  const accepted: DecodedLine[] = []
  const shown: RejectedLine[] = []
  const rejected: Record<string, number> = {}
  for (const { line, bytes } of linesOf(body, format)) {
    const result = readLine(bytes, format, maxLineBytes)
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

function readLine(bytes: Uint8Array, format: BodyFormat, maxLineBytes: number): LineResult {
  if (bytes.length > maxLineBytes) {
    return { kind: 'bad', drop: 'too-large', reason: `larger than ${maxLineBytes} bytes` }
  }
  const decoded = decodeLine(bytes, format)
  return decoded.ok
    ? { kind: 'exchange', exchange: decoded.value }
    : { kind: 'bad', drop: 'malformed', reason: decoded.problem }
}
