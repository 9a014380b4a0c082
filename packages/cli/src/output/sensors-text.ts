import type { Sensor, SensorList } from '@weir/schema/api'
import { grouped, type Paper, printable, table } from './text.ts'
import { timeLeft } from './time-left.ts'

export function sensorListText(
  { items, balanced }: SensorList,
  nowMs: number,
  paper: Paper,
): string {
  if (items.length === 0) {
    return 'No sensor yet. `weir sensor add HOST` says what to write where; `weir sensor add --help` names the hosts.\n'
  }
  const rows = items.map((sensor) => rowOf(sensor, nowMs))
  const columns = [
    { title: 'sensor' },
    { title: 'heard' },
    { title: 'agent', shrink: true },
    { title: 'vantage' },
    { title: 'per s', align: 'right' as const },
    { title: 'lag', align: 'right' as const },
    { title: 'received', align: 'right' as const },
    { title: 'lost here', align: 'right' as const },
    { title: 'there', align: 'right' as const },
    { title: 'door' },
    { title: 'checked' },
  ]
  const sum = `${balanced} of ${items.length} add up (received = analysed + lost here + held)`
  return `${[...table(paper, columns, rows), sum].join('\n')}\n`
}

function rowOf(sensor: Sensor, nowMs: number): readonly string[] {
  const { name, state, agent, balance, own, key, last_ms: last, sight } = sensor
  return [
    printable(name),
    last === null ? state : `${state}, ${timeLeft(nowMs, last)}`,
    printable(agent ?? '').replace(/^weir-sensor-/, ''),
    sight?.vantages.join(' ') ?? '',
    sight === null ? '' : sight.rate_per_s.toFixed(1),
    typeof sight?.lag_ms === 'number' ? `${Math.round(sight.lag_ms)} ms` : '',
    grouped(balance.received),
    grouped(balance.dropped),
    own === null ? '' : grouped(own.dropped),
    key?.door === true ? 'yes' : '',
    checkedText(sensor, nowMs),
  ]
}

function checkedText({ last_check: check }: Sensor, nowMs: number): string {
  if (check === null) return ''
  return `${check.state}, ${timeLeft(nowMs, check.at_ms)} ago`
}
