import { severities, type Severity } from '@weir/engine'
import type { Report, ReportedFinding } from '../analyze/report.ts'
import { grouped, type Paper, plural, printable, section } from './text.ts'

const mostGroups = 8
const mostOfGroup = 3
const mostIncidents = 8

const mark: Readonly<Record<Severity, string>> = {
  critical: '◆ critical',
  high: '▲ high',
  medium: '◐ medium',
  low: '○ low',
}

const style = { critical: 'red', high: 'yellow', medium: 'yellow', low: 'dim' } as const

/** Incidents first: they say how findings hang together. */
export function findingSections(report: Report, paper: Paper): readonly (readonly string[])[] {
  return [incidents(report, paper), findings(report, paper)]
}

function incidents(report: Report, paper: Paper): readonly string[] {
  const shown = report.incidents.slice(0, mostIncidents)
  if (shown.length === 0) return []
  const lines = shown.flatMap((incident) => {
    const size = `${plural(incident.findings.length, 'finding')} by ${plural(incident.actors.length, 'actor')}`
    return [
      `  ${badge(paper, incident.severity)}  ${size}, ${clock(incident.firstMs)} to ${clock(incident.lastMs)}`,
      ...incident.story.map((step, index) => `      ${index + 1}. ${printable(step)}`),
    ]
  })
  return section(paper, 'Incidents', lines, report.incidents.length - shown.length)
}

/** The same misuse of one service by many actors is one group: a wall of lines hides the rest. */
function findings(report: Report, paper: Paper): readonly string[] {
  if (report.findings.length === 0) return [paper.style('bold', 'No findings')]
  const groups = groupsOf(report.findings)
  const shown = groups.slice(0, mostGroups)
  const hidden = groups.slice(mostGroups).reduce((sum, group) => sum + group.length, 0)
  return section(
    paper,
    `Findings (${grouped(report.findings.length)})`,
    shown.flatMap((group) => groupLines(group, paper)),
    hidden,
  )
}

function groupsOf(all: readonly ReportedFinding[]): readonly (readonly ReportedFinding[])[] {
  const groups = new Map<string, ReportedFinding[]>()
  for (const finding of all) {
    const key = `${finding.tracker} ${finding.service} ${finding.severity}`
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()].sort((left, right) => rank(right[0]) - rank(left[0]))
}

function rank(finding: ReportedFinding | undefined): number {
  return finding === undefined ? -1 : severities.indexOf(finding.severity)
}

function groupLines(group: readonly ReportedFinding[], paper: Paper): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const actors = new Set(group.map(({ actor }) => actor)).size
  const size = group.length === 1 ? '' : `: ${grouped(group.length)} by ${plural(actors, 'actor')}`
  const title = `${paper.style('bold', first.title)} at ${printable(first.service)}${size}`
  const rest = group.length - mostOfGroup
  return [
    `  ${badge(paper, first.severity)}  ${title} (${first.tracker})`,
    ...group.slice(0, mostOfGroup).flatMap(findingLines),
    ...(rest > 0 ? [paper.style('dim', `      … ${grouped(rest)} more like these`)] : []),
    paper.style('dim', `      → ${first.todo}`),
  ]
}

function findingLines(finding: ReportedFinding): readonly string[] {
  const times = finding.count === 1 ? '' : ` ${grouped(finding.count)} times,`
  const evidence = finding.evidence.map(printable).slice(0, 3).join(', ')
  return [
    `      ${printable(finding.why)}`,
    `        by ${printable(finding.actor)},${times} first ${clock(finding.firstMs)}; exchanges ${evidence}`,
  ]
}

function badge(paper: Paper, severity: Severity): string {
  return paper.style(style[severity], mark[severity])
}

/** 2026-11-24 18:04:05Z; an instant outside the calendar is written as it is. */
function clock(ms: number): string {
  if (Math.abs(ms) > 8.64e15) return String(ms)
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`
}
