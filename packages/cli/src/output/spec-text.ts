import { type SpecRule, specRules } from '@weir/schema/api'
import type { SpecReport } from '../spec/report.ts'
import { grouped, type Paper, plural, printable, section, table } from './text.ts'

const shownOfKind = 20

/** What `weir spec diff` says to a person. */
export function specText(report: SpecReport, paper: Paper): string {
  const { title, version, file, operations, held, matched, unit, differences } = report
  const head = [
    `${printable(title)} ${printable(version)} (${file}): ${plural(operations, 'operation')}`,
    held,
    ...report.problems.map((problem) => paper.style('yellow', `not read: ${problem}`)),
  ]
  if (matched === 0) {
    const hint = `No ${unit} fits this description. Is it of this service? A path of its servers counts.`
    return [...head, '', hint].join('\n')
  }
  if (differences.length === 0) return [...head, '', 'Traffic and description agree.'].join('\n')
  const kinds = [...new Set(differences.map(({ kind }) => kind))]
  return [...head, ...kinds.flatMap((kind) => ['', ...ofKind(report, kind, paper)])].join('\n')
}

function ofKind(
  { differences, unit }: SpecReport,
  kind: SpecRule,
  paper: Paper,
): readonly string[] {
  const own = differences.filter((one) => one.kind === kind)
  const hasCallers = own.some(({ callers }) => callers.length > 0)
  const rows = own
    .slice(0, shownOfKind)
    .map(({ method, template, in: place, path, what, count, callers }) => [
      `${method} ${printable(template)}`,
      path === '' ? '' : `${place ?? 'status'} ${printable(path)}`,
      what,
      count === 0 ? '' : grouped(count),
      ...(hasCallers ? [printable(callers.join(', '))] : []),
    ])
  const columns = [
    { title: 'operation', shrink: true },
    { title: 'where' },
    { title: 'what' },
    { title: `${unit}s`, align: 'right' },
    ...(hasCallers ? [{ title: 'callers' }] : []),
  ] as const
  const title = `${specRules[kind].title}: ${grouped(own.length)}`
  const hidden = own.length - rows.length
  const rest = hidden === 0 ? [] : [`  … and ${grouped(hidden)} more (--json has all)`]
  return [...section(paper, title, table(paper, columns, rows), 0), ...rest]
}
