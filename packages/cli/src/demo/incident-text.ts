import type { Incident } from '@weir/engine'
import type { Report, ReportedFinding } from '../analyze/report.ts'
import { grouped, type Paper, plural, printable } from '../output/text.ts'

/** Incidents as they unfolded, what to do about them, and the findings that belong to none. */
export function incidentSections(report: Report, paper: Paper): readonly (readonly string[])[] {
  if (report.findings.length === 0) {
    return [[paper.style(['bold', 'green'], '✓ Nothing wrong: no incident, no finding')]]
  }
  const joined = new Set(report.incidents.flatMap(({ findings }) => findings))
  const others = report.findings.filter(({ id }) => !joined.has(id))
  return [
    ...report.incidents.map((incident) => unfolded(incident, report, paper)),
    alone(others, paper),
  ]
}

function unfolded(incident: Incident, report: Report, paper: Paper): readonly string[] {
  const steps = report.findings
    .filter(({ id }) => incident.findings.includes(id))
    .toSorted((left, right) => left.firstMs - right.firstMs)
  const seconds = Math.round((incident.lastMs - incident.firstMs) / 1_000)
  const title = `◆ ${incident.severity.toUpperCase()} INCIDENT: ${plural(steps.length, 'finding')} in one chain, ${grouped(seconds)} s from first to last`
  return [
    paper.style(['bold', 'red'], title),
    ...steps.flatMap((finding) => step(finding, paper)),
    ...between(incident, steps).map((line) => aside(line, paper)),
    ...spree(incident, report, paper),
    paper.style('bold', '  Do now'),
    ...[...new Set(steps.toReversed().map(({ todo }) => todo))].map(
      (todo, index) => `  ${index + 1}. ${todo}`,
    ),
  ]
}

/** Steps of the story that are no finding by themselves, such as a listing. */
function between({ story }: Incident, steps: readonly ReportedFinding[]): readonly string[] {
  return story
    .filter((line) => !steps.some(({ why }) => line.endsWith(why)))
    .map((line) => `then ${line.replace(/^\d+ \w+ later, /, '')}`)
}

function step(finding: ReportedFinding, paper: Paper): readonly string[] {
  const times = finding.count === 1 ? '' : ` (${grouped(finding.count)} times)`
  const evidence = finding.evidence.map(printable).slice(0, 3).join(', ')
  return [
    `  ${clock(finding.firstMs)}  ${paper.style('bold', finding.title)}, ${finding.severity}${times}`,
    `            ${printable(finding.why)}`,
    paper.style(
      'dim',
      `            by ${printable(finding.actor)} at ${printable(finding.service)}; ${finding.tracker}`,
    ),
    paper.style('dim', `            exchanges ${evidence}`),
  ]
}

function aside(line: string, paper: Paper): string {
  return `            ${paper.style('bold', printable(line))}`
}

/** What a leaked key was used for, from what was learned about its principal. */
function spree(incident: Incident, report: Report, paper: Paper): readonly string[] {
  return report.principals
    .filter(({ kind, name }) => incident.actors.includes(`${kind}:${name}`))
    .map(({ exchanges, services }) =>
      aside(
        `that key then made ${plural(exchanges, 'request')} to ${services.map(printable).join(', ')}`,
        paper,
      ),
    )
}

function alone(findings: readonly ReportedFinding[], paper: Paper): readonly string[] {
  if (findings.length === 0) return []
  return [
    paper.style('bold', 'Findings beside it'),
    ...findings.flatMap((finding) => step(finding, paper)),
  ]
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19)
}
