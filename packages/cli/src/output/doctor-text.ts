import type { ApiCoverage } from '@weir/schema/api'
import { type Paper, plural, printable } from './text.ts'

/** What is wrong, and what to do about it: worst first. */
export function doctorText(
  coverage: ApiCoverage,
  url: string,
  clockMs: number,
  paper: Paper,
): string {
  const { sensors, live, doors, symptoms } = coverage
  const clocks =
    Math.abs(clockMs) < 1_000
      ? ''
      : `; this machine's clock is ${(clockMs / 1_000).toFixed(1)} s off its`
  const lines = [
    `Weir at ${url}: ${plural(sensors, 'sensor')}, ${live} live; ${plural(doors, 'door')}${clocks}.`,
  ]
  for (const { level, about, what, todo } of symptoms) {
    const mark = level === 'bad' ? paper.style('red', 'BAD ') : paper.style('yellow', 'note')
    lines.push(`  ${mark}  ${paper.style('bold', printable(about))}: ${printable(what)}`)
    lines.push(paper.style('dim', `        ${printable(todo)}`))
  }
  if (symptoms.length === 0) lines.push('  Nothing keeps calls from being shown.')
  const hint =
    'A call is still not shown? `weir sensor check NAME URL` follows one through its host.'
  return `${[...lines, hint].join('\n')}\n`
}
