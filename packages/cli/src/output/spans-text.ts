import type { DataType, DataTypeId } from '@weir/engine'
import { grouped, type Paper, plural, printable, section, table } from './text.ts'

/** A data type in a line; columns count characters (Unicode code points) from 0. */
export interface FoundSpan {
  /** Counted from 1. */
  readonly line: number
  readonly start: number
  /** The first one after it. */
  readonly end: number
  readonly type: DataTypeId
  readonly sensitivity: DataType['sensitivity']
  readonly confidence: number
  readonly masked: string
}

export interface SpanTotals {
  readonly lines: number
  readonly spans: number
  /** Lines too long to be text. */
  readonly tooLong: number
}

/** What `weir classify` says to a person. */
export function spansText(
  paper: Paper,
  shown: readonly FoundSpan[],
  { lines, spans, tooLong }: SpanTotals,
): string {
  const passed = tooLong === 0 ? '' : `, ${plural(tooLong, 'line')} too long to be looked at`
  if (spans === 0) return `Nothing sensitive in ${plural(lines, 'line')}${passed}.`
  const rows = shown.map(({ line, start, end, type, sensitivity, confidence, masked }) => [
    grouped(line),
    `${start}–${end}`,
    type,
    sensitivity,
    confidence.toFixed(2),
    printable(masked),
  ])
  const columns = [
    { title: 'line', align: 'right' },
    { title: 'characters', align: 'right' },
    { title: 'type' },
    { title: 'sensitivity' },
    { title: 'belief', align: 'right' },
    { title: 'value, masked', shrink: true },
  ] as const
  const title = `${plural(spans, 'value')} in ${plural(lines, 'line')}${passed}`
  const hidden = spans - shown.length
  const rest = hidden === 0 ? [] : [`  … and ${grouped(hidden)} more (--json has all)`]
  return [...section(paper, title, table(paper, columns, rows), 0), ...rest].join('\n')
}
