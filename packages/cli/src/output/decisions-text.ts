import type { ApiDecision } from '@weir/schema/api'
import { grouped, type Paper, printable, table } from './text.ts'
import { timeLeft } from './time-left.ts'

export function decisionListText(
  items: readonly ApiDecision[],
  nowMs: number,
  paper: Paper,
): string {
  if (items.length === 0) {
    return 'No decision is in force.\nweir decisions --help says how to make one.\n'
  }
  const rows = items.map((one) => [
    one.id,
    one.mode === 'simulate' ? `${one.action.kind} (simulated)` : one.action.kind,
    printable(one.about),
    printable(placeOf(one)),
    timeLeft(one.until_ms, nowMs),
    grouped(one.hits),
    one.by,
    printable(one.reason),
  ])
  const columns = [
    { title: 'id' },
    { title: 'action' },
    { title: 'about' },
    { title: 'where', shrink: true },
    { title: 'left' },
    { title: 'hits', align: 'right' as const },
    { title: 'by' },
    { title: 'why' },
  ]
  const blown = items.flatMap(({ id, blown_at: doors }) =>
    doors.map((door) => `! ${id} is held back at ${printable(door)}: it touched too many clients.`),
  )
  return `${[...table(paper, columns, rows), ...blown].join('\n')}\n`
}

export function decisionMadeText(one: ApiDecision): string {
  const held = one.mode === 'simulate' ? 'Doors count whom it would touch' : 'Doors carry it out'
  return (
    `${one.action.kind} ${printable(one.about)} at ${printable(placeOf(one))}\n` +
    `${held} until ${new Date(one.until_ms).toISOString()}; \`weir decisions undo ${one.id}\` takes it back.\n`
  )
}

function placeOf({ match: { service, method, template, from } }: ApiDecision): string {
  const parts = [service, method, template, from === null ? null : `from ${from}`].filter(
    (part) => part !== null,
  )
  return parts.length === 0 ? 'every service' : parts.join(' ')
}
