import type { SensorList } from '@weir/schema/api'
import { grouped, type Paper, printable, table } from './text.ts'
import { timeLeft } from './time-left.ts'

export function sensorListText(
  { items, balanced }: SensorList,
  nowMs: number,
  paper: Paper,
): string {
  const rows = items.map(({ name, state, agent, balance, own, key, last_ms: last }) => [
    printable(name),
    state,
    last === null ? 'never' : `${timeLeft(nowMs, last)} ago`,
    printable(agent ?? ''),
    grouped(balance.received),
    grouped(balance.dropped),
    own === null ? '' : grouped(own.dropped),
    key?.door === true ? 'yes' : '',
  ])
  const columns = [
    { title: 'sensor' },
    { title: 'state' },
    { title: 'heard' },
    { title: 'agent', shrink: true },
    { title: 'received', align: 'right' as const },
    { title: 'dropped here', align: 'right' as const },
    { title: 'dropped there', align: 'right' as const },
    { title: 'door' },
  ]
  const sum = `${balanced} of ${items.length} add up (received = analysed + dropped + held)`
  return `${[...table(paper, columns, rows), sum].join('\n')}\n`
}
