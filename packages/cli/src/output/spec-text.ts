import { type DifferenceKind } from '@weir/engine'
import type { SpecDiff } from '../spec/diff.ts'
import type { SpecFile } from '../spec/spec-file.ts'
import { kindWords } from './sarif.ts'
import { grouped, type Paper, plural, printable, section, table } from './text.ts'

const shownOfKind = 20

/** What `weir spec diff` says to a person. */
export function specText(diff: SpecDiff, { spec, name }: SpecFile, paper: Paper): string {
  const { exchanges, held, matched, differences, services } = diff
  const at = services.length === 0 ? '' : ` at ${services.map(printable).join(', ')}`
  const head = [
    `${printable(spec.title)} ${printable(spec.version)} (${name}): ${plural(spec.operations.length, 'operation')}`,
    `${grouped(matched)} of ${plural(held, 'exchange')}${at} belong to them; ${grouped(exchanges - held)} go elsewhere`,
    ...spec.warnings.map((warning) => paper.style('yellow', `not read: ${printable(warning)}`)),
  ]
  if (matched === 0) {
    const hint =
      'No exchange fits this description. Is it of this service? A path of its servers counts.'
    return [...head, '', hint].join('\n')
  }
  if (differences.length === 0) return [...head, '', 'Traffic and description agree.'].join('\n')
  const kinds = [...new Set(differences.map(({ kind }) => kind))]
  return [...head, ...kinds.flatMap((kind) => ['', ...ofKind(diff, kind, paper)])].join('\n')
}

function ofKind({ differences }: SpecDiff, kind: DifferenceKind, paper: Paper): readonly string[] {
  const own = differences.filter((one) => one.kind === kind)
  const rows = own
    .slice(0, shownOfKind)
    .map(({ method, template, in: place, path, what, count }) => [
      `${method} ${printable(template)}`,
      path === '' ? '' : `${place ?? 'status'} ${printable(path)}`,
      what,
      count === 0 ? '' : grouped(count),
    ])
  const columns = [
    { title: 'operation', shrink: true },
    { title: 'where' },
    { title: 'what' },
    { title: 'exchanges', align: 'right' },
  ] as const
  const title = `${kindWords[kind]}: ${grouped(own.length)}`
  const hidden = own.length - rows.length
  const rest = hidden === 0 ? [] : [`  … and ${grouped(hidden)} more (--json has all)`]
  return [...section(paper, title, table(paper, columns, rows), 0), ...rest]
}
