import type { Correction, CorrectionAnswer, CorrectionList } from '@weir/schema/api'
import { type Paper, plural, printable, table } from './text.ts'

export function correctionListText({ items }: CorrectionList, paper: Paper): string {
  if (items.length === 0) {
    return 'Nobody has corrected anything.\nweir corrections --help says how.\n'
  }
  const rows = items.map(({ id, kind, service, method, template, by, note }) => [
    id,
    kind,
    printable(service),
    printable(`${method === null ? '' : `${method} `}${template}`),
    by,
    printable(note),
  ])
  const columns = [
    { title: 'id' },
    { title: 'kind' },
    { title: 'service' },
    { title: 'template', shrink: true },
    { title: 'by' },
    { title: 'note' },
  ]
  return `${table(paper, columns, rows).join('\n')}\n`
}

/** What was done, or would be, and what it changes. */
export function correctionAnswerText({ correction, effect }: CorrectionAnswer): string {
  const { gone, made } = effect
  const head = correction === null ? 'This would change:' : doneText(correction)
  if (gone.length === 0 && made.length === 0) {
    return `${head}\n  No operation changes now; it holds for what comes.\n`
  }
  const names = (sign: string, list: typeof gone): readonly string[] =>
    list.map(({ method, template }) => `  ${sign} ${printable(`${method} ${template}`)}`)
  const sum = `${plural(gone.length, 'operation')} gone, ${made.length} new`
  return `${[head, ...names('-', gone), ...names('+', made), sum].join('\n')}\n`
}

function doneText({ id, kind, service, template }: Correction): string {
  return `Kept as ${id}: ${kind} ${printable(service)} ${printable(template)}; \`weir corrections undo ${id}\` takes it back.`
}
