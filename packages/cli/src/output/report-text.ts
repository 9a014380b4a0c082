import type { Report, ReportedFinding } from '../analyze/report.ts'
import { grouped, type Paper, plural, printable, table } from './text.ts'

const mostRows = 12
const mostFindings = 20

/** The report as people read it in a terminal. */
export function reportText(report: Report, paper: Paper): string {
  const sections = [
    headline(report, paper),
    services(report, paper),
    dataTypes(report, paper),
    findings(report, paper),
    incidents(report, paper),
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
  for (const { name, problems, rejected } of report.inputs) {
    for (const { line, problem } of problems) {
      lines.push(paper.style('yellow', `  ${name}, line ${line}: ${printable(problem)}`))
    }
    if (rejected > problems.length) {
      lines.push(`  ${name}: ${grouped(rejected - problems.length)} more lines rejected`)
    }
  }
  return lines
}

function section(
  paper: Paper,
  title: string,
  total: number,
  shown: number,
  lines: readonly string[],
): readonly string[] {
  const more = total > shown ? [paper.style('dim', `  … and ${grouped(total - shown)} more (--report FILE lists all)`)] : []
  return [paper.style('bold', title), ...lines, ...more]
}

function services(report: Report, paper: Paper): readonly string[] {
  const shown = report.services.slice(0, mostRows)
  if (shown.length === 0) return []
  const rows = shown.map((service) => {
    const own = report.operations.filter((operation) => operation.service === service.name)
    const busiest = [...own].sort((left, right) => right.calls - left.calls)[0]
    return [
      printable(service.name),
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
  return section(paper, 'Services', report.services.length, shown.length, table(paper, columns, rows))
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
  return section(paper, 'Data', order.length, shown.length, table(paper, columns, rows))
}

const severityMark = { critical: '◆', high: '▲', medium: '◐', low: '○' } as const
const severityStyle = { critical: 'red', high: 'yellow', medium: 'yellow', low: 'dim' } as const

function findings(report: Report, paper: Paper): readonly string[] {
  if (report.findings.length === 0) return [paper.style('bold', 'No findings')]
  const shown = report.findings.slice(0, mostFindings)
  const lines = shown.flatMap((finding) => findingLines(finding, paper))
  return section(paper, 'Findings', report.findings.length, shown.length, lines)
}

function findingLines(finding: ReportedFinding, paper: Paper): readonly string[] {
  const mark = `${severityMark[finding.severity]} ${finding.severity}`
  const times = finding.count === 1 ? '' : `, ${grouped(finding.count)} times`
  const first = new Date(finding.firstMs).toISOString().slice(0, 19)
  return [
    `  ${paper.style(severityStyle[finding.severity], mark)}  ${paper.style('bold', finding.title)} (${finding.tracker})`,
    `      ${printable(finding.why)}`,
    `      by ${printable(finding.actor)} at ${first}Z${times}; exchanges ${finding.evidence.map(printable).slice(0, 4).join(', ')}`,
    paper.style('dim', `      → ${finding.todo}`),
  ]
}

function incidents(report: Report, paper: Paper): readonly string[] {
  const shown = report.incidents.slice(0, mostFindings)
  if (shown.length === 0) return []
  const lines = shown.flatMap((incident) => [
    `  ${paper.style(severityStyle[incident.severity], `${severityMark[incident.severity]} ${incident.severity}`)}  ${plural(incident.findings.length, 'finding')} by ${plural(incident.actors.length, 'actor')}: ${incident.trackers.join(' → ')}`,
    ...incident.story.map((step, index) => `      ${index + 1}. ${printable(step)}`),
  ])
  return section(paper, 'Incidents', report.incidents.length, shown.length, lines)
}
