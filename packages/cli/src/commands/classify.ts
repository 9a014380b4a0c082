import {
  compileOwnTypes,
  type DataType,
  type DataTypes,
  textSearch,
  type TextSpan,
} from '@weir/engine'
import { exitCode } from '../exit.ts'
import { readLines } from '../input/lines.ts'
import { openInput } from '../input/open-input.ts'
import { type FoundSpan, type SpanTotals, spansText } from '../output/spans-text.ts'
import { paperFor } from '../output/text.ts'
import { ownTypesIn } from '../types/types-file.ts'

/** Options of `weir classify`. */
export interface ClassifyFlags {
  /** File, or `-` for standard input. */
  readonly text: string
  /** File of data types people defined. */
  readonly types?: string
  readonly json?: boolean
  /** Also what only has the shape of a type. */
  readonly all?: boolean
  readonly failOn?: DataType['sensitivity']
}

/** Below this a value has the shape of its type and little else to say for it. */
const believed = 0.5
/** Of a longer line nothing is looked at: it is no text. */
const lineBytes = 16 * 1_048_576
/** Spans shown to a person; the JSON has all. */
const mostShown = 1_000

export const sensitivities = ['low', 'medium', 'high', 'critical'] as const

interface Seen extends SpanTotals {
  /** Rank of the most sensitive value; -1 without any. */
  readonly gravest: number
}

/** Finds data types in a text, line by line; 1 when one is as sensitive as asked. */
export async function classifyCommand(flags: ClassifyFlags): Promise<number> {
  const { json = false, failOn } = flags
  const shown: FoundSpan[] = []
  const seen = await readAll(flags, (span) => {
    if (json) process.stdout.write(`${JSON.stringify(span)}\n`)
    else if (shown.length < mostShown) shown.push(span)
  })
  if (!json) process.stdout.write(`${spansText(paperFor(process.stdout), shown, seen)}\n`)
  const isGrave = failOn !== undefined && seen.gravest >= sensitivities.indexOf(failOn)
  return isGrave ? exitCode.findings : exitCode.done
}

async function readAll(
  { text, types: file, all = false }: ClassifyFlags,
  take: (span: FoundSpan) => void,
): Promise<Seen> {
  const seen = { lines: 0, spans: 0, tooLong: 0, gravest: -1 }
  const types = compileOwnTypes(ownTypesIn(file))
  const search = textSearch(types)
  const input = await openInput(text)
  for await (const { number, bytes } of readLines(input.chunks, lineBytes)) {
    seen.lines = number
    if (bytes === null) seen.tooLong += 1
    const line = bytes?.toString() ?? ''
    for (const span of placed(search(line), line, number, types)) {
      if (!all && span.confidence < believed) continue
      seen.spans += 1
      seen.gravest = Math.max(seen.gravest, sensitivities.indexOf(span.sensitivity))
      take(span)
    }
  }
  const damage = input.damage()
  if (damage !== null) process.stderr.write(`weir: ${input.name} breaks off: ${damage}\n`)
  return seen
}

function placed(
  spans: readonly TextSpan[],
  text: string,
  line: number,
  types: DataTypes,
): readonly FoundSpan[] {
  return spans.map(({ type, confidence, start, end, masked }) => {
    const from = codePoints(text, 0, start)
    return {
      line,
      start: from,
      end: from + codePoints(text, start, end),
      type,
      sensitivity: types.find(type)?.sensitivity ?? 'low',
      confidence: Math.round(confidence * 1_000) / 1_000,
      masked,
    }
  })
}

/** Characters as people and most languages count them: a pair of surrogates is one. */
function codePoints(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) count += 1
  return count
}
