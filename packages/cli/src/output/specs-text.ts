import { type SpecAnswer, type SpecList, specRules } from '@weir/schema/api'
import { placedText } from '../spec/spec-file.ts'
import { grouped, type Paper, plural, printable, table } from './text.ts'

export function specListText({ items }: SpecList, paper: Paper): string {
  if (items.length === 0) {
    return 'Nobody has given a document.\nweir spec import FILE --service NAME does.\n'
  }
  const columns = [
    { title: 'service' },
    { title: 'document', shrink: true },
    { title: 'version' },
    { title: 'file' },
    { title: 'operations', align: 'right' },
    { title: 'by' },
  ] as const
  const rows = items.map(({ service, title, version, file, operations, by }) => [
    printable(service),
    printable(title),
    printable(version),
    printable(file),
    grouped(operations),
    by,
  ])
  return `${table(paper, columns, rows).join('\n')}\n`
}

/** What was kept, or would be, and what comes of it. */
export function specAnswerText(service: string, answer: SpecAnswer): string {
  const { spec, title, version, operations, problems, rules } = answer
  const name = `${printable(title)} ${printable(version)}, ${plural(operations, 'operation')}`
  const head = spec === null ? `Not kept yet: ${name}` : `Kept for ${printable(service)}: ${name}`
  const unread = problems.map((problem) => `  not read: ${placedText(problem)}`)
  const found =
    rules.length === 0
      ? ['What is known agrees with it.']
      : rules.map(({ rule, count }) => `  ${specRules[rule].title}: ${grouped(count)}`)
  return `${[head, ...unread, ...found].join('\n')}\n`
}
