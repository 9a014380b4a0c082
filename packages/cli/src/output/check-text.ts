import type { Step } from '../check/steps.ts'
import { type Paper, printable } from './text.ts'

const marks = { ok: 'ok', note: 'note', bad: 'BAD', skipped: '-' } as const
const styles = { ok: 'green', note: 'yellow', bad: 'red', skipped: 'dim' } as const

/** One line of a check. */
export function stepText({ name, level, text }: Step, paper: Paper): string {
  const mark = paper.style(styles[level], marks[level].padEnd(4))
  return `  ${mark}  ${name.padEnd(8)}  ${printable(text)}\n`
}
