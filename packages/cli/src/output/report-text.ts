import type { Report } from '../analyze/report.ts'
import { accessLogLacks } from '../input/access-log.ts'
import { findingSections } from './findings-text.ts'
import { grouped, type Paper, plural, printable, section, table } from './text.ts'

const mostRows = 12

/** The report as people read it in a terminal. */
export function reportText(report: Report, paper: Paper): string {
  const sections = [
    headline(report, paper),
    services(report, paper),
    dataTypes(report, paper),
    ...findingSections(report, paper),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function headline(report: Report, paper: Paper): readonly string[] {
  const counts = [
    plural(report.services.length, 'service'),
    plural(report.operations.length, 'operation'),
    plural(report.edges.length, 'edge'),
    plural(report.principals.length, 'principal'),
    plural(report.data_types.length, 'data type'),
  ]
  const span =
    report.from === null || report.to === null
      ? ''
      : `, ${report.from.slice(0, 19)}Z to ${report.to.slice(0, 19)}Z`
  const analysed = plural(report.analysed, 'exchange')
  const lines = [
    paper.style('bold', `${analysed}${span}`),
    `  received ${grouped(report.received)} = analysed ${grouped(report.analysed)} + rejected ${grouped(report.rejected)}`,
    `  ${counts.join(', ')}`,
  ]
  for (const { name, format, problems, rejected } of report.inputs) {
    if (format === 'access log') lines.push(paper.style('yellow', `  ${name}: ${accessLogLacks}`))
    for (const { line, problem } of problems) {
      lines.push(paper.style('yellow', `  ${name}, line ${line}: ${printable(problem)}`))
    }
    if (rejected > problems.length) {
      lines.push(`  ${name}: ${grouped(rejected - problems.length)} more lines rejected`)
    }
  }
  return lines
}

function services(report: Report, paper: Paper): readonly string[] {
  const shown = report.services.slice(0, mostRows)
  if (shown.length === 0) return []
  const rows = shown.map((service) => {
    const own = report.operations.filter((operation) => operation.service === service.name)
    const busiest = [...own].sort((left, right) => right.calls - left.calls)[0]
    return [
      printable(service.name) + hostsOf(service),
      service.placement,
      grouped(service.exchanges),
      grouped(service.operations),
      busiest === undefined ? '' : printable(`${busiest.method} ${busiest.template}`),
    ]
  })
  const columns = [
    { title: 'service' },
    { title: 'placement' },
    { title: 'exchanges', align: 'right' },
    { title: 'operations', align: 'right' },
    { title: 'busiest operation', shrink: true },
  ] as const
  const hidden = report.services.length - shown.length
  return section(paper, 'Services', table(paper, columns, rows), hidden)
}

function hostsOf({ hosts }: Report['services'][number]): string {
  return hosts === null ? '' : `  ${grouped(hosts.count)} hosts`
}

const sensitivityOrder = ['critical', 'high', 'medium', 'low']

function dataTypes(report: Report, paper: Paper): readonly string[] {
  const order = [...report.data_types].sort(
    (left, right) =>
      sensitivityOrder.indexOf(left.sensitivity) - sensitivityOrder.indexOf(right.sensitivity) ||
      right.fields.length - left.fields.length,
  )
  const shown = order.slice(0, mostRows)
  if (shown.length === 0) return []
  const rows = shown.map(({ type, sensitivity, fields }) => {
    const first = fields[0]
    return [
      type,
      sensitivity,
      grouped(fields.length),
      first === undefined
        ? ''
        : printable(`${first.service} ${first.operation} ${first.in}.${first.path}`),
    ]
  })
  const columns = [
    { title: 'data type' },
    { title: 'sensitivity' },
    { title: 'fields', align: 'right' },
    { title: 'for example', shrink: true },
  ] as const
  return section(paper, 'Data', table(paper, columns, rows), order.length - shown.length)
}
