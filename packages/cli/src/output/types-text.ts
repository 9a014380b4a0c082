import type { OwnTypeList } from '@weir/schema/api'
import { type Paper, printable, table } from './text.ts'

export function ownTypesText({ items }: OwnTypeList, paper: Paper): string {
  if (items.length === 0) {
    return 'Nobody has defined a data type.\nweir types --help says how.\n'
  }
  const columns = [
    { title: 'id' },
    { title: 'category' },
    { title: 'sensitivity' },
    { title: 'check' },
    { title: 'pattern', shrink: true },
    { title: 'names' },
  ]
  const rows = items.map(({ id, category, sensitivity, validator, pattern, keys }) => [
    id,
    category,
    sensitivity,
    validator ?? '',
    printable(pattern ?? ''),
    printable(keys.join(', ')),
  ])
  return `${table(paper, columns, rows).join('\n')}\n`
}
