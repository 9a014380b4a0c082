import type { Report } from '../analyze/report.ts'
import { grouped, type Paper, plural, printable, table } from '../output/text.ts'

const mostTypes = 12

/** Who calls what: services with their callers and the operations found in them. */
export function flowSection(report: Report, paper: Paper): readonly string[] {
  const rows = report.services.map(({ name, exchanges, operations }) => [
    printable(name),
    grouped(exchanges),
    grouped(operations),
    callersOf(report, name),
  ])
  const columns = [
    { title: 'service' },
    { title: 'exchanges', align: 'right' },
    { title: 'operations', align: 'right' },
    { title: 'called by', shrink: true },
  ] as const
  const found = `${plural(report.services.length, 'service')} with ${plural(report.operations.length, 'operation')}`
  return [
    paper.style('bold', `What Weir learned by itself: ${found}`),
    ...table(paper, columns, rows),
  ]
}

function callersOf(report: Report, name: string): string {
  return report.edges
    .filter(({ service }) => service === name)
    .toSorted((left, right) => right.calls - left.calls)
    .slice(0, 4)
    .map(({ source, calls }) => `${printable(source)} ${grouped(calls)}`)
    .join(', ')
}

const order = ['critical', 'high', 'medium', 'low']

/** Which sensitive data flows where; types, never values. */
export function dataSection(report: Report, paper: Paper): readonly string[] {
  const sorted = report.data_types.toSorted(
    (left, right) => order.indexOf(left.sensitivity) - order.indexOf(right.sensitivity),
  )
  const rows = sorted.slice(0, mostTypes).map(({ type, sensitivity, fields }) => {
    const services = [...new Set(fields.map(({ service }) => printable(service)))]
    return [type, sensitivity, grouped(fields.length), services.join(', ')]
  })
  const columns = [
    { title: 'data type' },
    { title: 'sensitivity' },
    { title: 'fields', align: 'right' },
    { title: 'seen at', shrink: true },
  ] as const
  const title = `Sensitive data in those operations: ${plural(report.data_types.length, 'type')}`
  return [paper.style('bold', title), ...table(paper, columns, rows)]
}
