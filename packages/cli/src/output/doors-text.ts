import type { ApiDoorList } from '@weir/schema/api'
import { grouped, type Paper, plural, printable, table } from './text.ts'
import { timeLeft } from './time-left.ts'

/** One line for each process of each door; what is wrong comes first. */
export function doorListText(list: ApiDoorList, nowMs: number, paper: Paper): string {
  const lines = [...openLines(list, nowMs)]
  if (list.items.length === 0) {
    lines.push('No door has asked for decisions. `weir sensor add nginx --door` says how one does.')
    return `${lines.join('\n')}\n`
  }
  const rows = list.items.flatMap(({ name, processes }) =>
    processes.map((one) => [
      printable(name),
      one.open === null ? one.state : `open: ${one.open}`,
      printable(one.agent),
      grouped(one.held),
      one.behind === null ? '?' : grouped(one.behind),
      one.lag_ms === null ? '?' : `${one.lag_ms.toFixed(1)} ms`,
      grouped(one.checked),
      grouped(one.refused),
      one.can.join(' '),
    ]),
  )
  const columns = [
    { title: 'door' },
    { title: 'state' },
    { title: 'agent' },
    { title: 'holds', align: 'right' as const },
    { title: 'behind', align: 'right' as const },
    { title: 'lag', align: 'right' as const },
    { title: 'checked', align: 'right' as const },
    { title: 'refused', align: 'right' as const },
    { title: 'can', shrink: true },
  ]
  lines.push(...table(paper, columns, rows), `${plural(list.decisions, 'decision')} in force`)
  const passedOver = list.items
    .flatMap(({ processes }) => processes)
    .reduce((sum, { passed_over: count }) => sum + count, 0)
  if (passedOver > 0) {
    const what =
      'passed as they were though a decision would have redacted them (docs/guide/doors.md)'
    lines.push(`${plural(passedOver, 'response')} ${what}`)
  }
  return `${lines.join('\n')}\n`
}

function openLines(list: ApiDoorList, nowMs: number): readonly string[] {
  const { open_until_ms: until, open_reason: reason } = list
  if (until === null) return []
  const why = reason === null || reason === '' ? '' : ` (${printable(reason)})`
  return [
    `ALL DOORS ARE OPEN for another ${timeLeft(until, nowMs)}${why}; \`weir doors close\` ends it.`,
  ]
}
