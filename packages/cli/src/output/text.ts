import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Text for a terminal: styled when it is one, plain in a pipe or under NO_COLOR. */
export interface Paper {
  readonly width: number
  style(style: Style, text: string): string
}

const widest = 120
const piped = 100

export function paperFor(stream: NodeJS.WriteStream): Paper {
  const coloured = stream.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  return {
    width: Math.min(widest, stream.isTTY ? stream.columns : piped),
    style: (style, text) => (coloured ? styleText(style, text) : text),
  }
}

export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** The column that gives way when the table is too wide. */
  readonly shrink?: boolean
}

/** Lays rows out in columns; one column shrinks so that a line fits the paper. */
export function table(
  paper: Paper,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => (row[index] ?? '').length)),
  )
  const gaps = 2 * columns.length
  const excess = widths.reduce((sum, width) => sum + width, gaps) - paper.width
  const soft = columns.findIndex(({ shrink }) => shrink === true)
  if (excess > 0 && soft !== -1) widths[soft] = Math.max(12, (widths[soft] ?? 0) - excess)
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => fit(cell, widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd()
  const head = paper.style('dim', line(columns.map(({ title }) => title)))
  return [`  ${head}`, ...rows.map((row) => `  ${line(row)}`)]
}

function fit(text: string, width: number, align: 'left' | 'right'): string {
  const cut = text.length > width ? `${text.slice(0, width - 1)}…` : text
  return align === 'left' ? cut.padEnd(width) : cut.padStart(width)
}

/** A titled part of a page; what is not shown is said. */
export function section(
  paper: Paper,
  title: string,
  lines: readonly string[],
  hidden: number,
): readonly string[] {
  const more = `  … and ${grouped(hidden)} more (--report FILE lists all)`
  return [paper.style('bold', title), ...lines, ...(hidden > 0 ? [paper.style('dim', more)] : [])]
}

/** 12345 → `12,345`. */
export function grouped(value: number): string {
  return value.toLocaleString('en-US')
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** Control characters from traffic must not drive a terminal. */
export function printable(text: string): string {
  return text.replace(/[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·')
}
