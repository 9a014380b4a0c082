import type { Report } from '../analyze/report.ts'
import { grouped, type Paper, plural } from '../output/text.ts'
import { incidentSections } from './incident-text.ts'
import { dataSection, flowSection } from './learned-text.ts'

export interface StoryAbout {
  readonly attack: boolean
  readonly seed: string
  /** How long the reading took. */
  readonly seconds: number
  /** The file the day was kept in. */
  readonly saved: string | null
}

/** The report of the recorded day as a story: what is wrong first, then what was learned. */
export function storyText(report: Report, about: StoryAbout, paper: Paper): string {
  const sections = [
    opening(report, about, paper),
    ...incidentSections(report, paper),
    quiet(report, paper),
    flowSection(report, paper),
    dataSection(report, paper),
    next(about, paper),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function opening(report: Report, { seconds }: StoryAbout, paper: Paper): readonly string[] {
  const day = new Date(report.from ?? 0).toLocaleDateString('en-GB', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const customers = report.principals.filter(({ kind }) => kind === 'user').length
  return [
    paper.style('bold', `A day of a small bank, as its sensors recorded it: ${day} (UTC)`),
    `  ${plural(report.analysed, 'exchange')} of ${customers} customers, a partner and the bank's own machines. Weir read`,
    `  them in ${seconds.toFixed(1)} s and was told nothing beforehand: no list of APIs, no rules, no names.`,
    '  Everything in it is invented.',
  ]
}

/** Silence is a result too: what looks like misuse and is none. */
function quiet(report: Report, paper: Paper): readonly string[] {
  const calls = (source: string, service: string): number =>
    report.edges
      .filter((edge) => edge.source === source && edge.service === service)
      .reduce((sum, edge) => sum + edge.calls, 0)
  const failures = report.edges.find(
    ({ source, service }) => source === 'internet' && service === 'edge',
  )
  return [
    paper.style('bold', 'What Weir kept quiet about'),
    `  the nightly backup, which copies the same buckets with a role of its own (${grouped(calls('backup', 'documents'))} requests)`,
    `  scanners and mistyped passwords at the edge (${grouped(failures?.failures ?? 0)} refused requests)`,
    '  machines that fetch their own role credentials, an analyst who downloads a few files by hand',
  ]
}

function next({ attack, saved, seed }: StoryAbout, paper: Paper): readonly string[] {
  const file = saved ?? 'day.ndjson.gz'
  const keep =
    saved === null ? [['npm run demo -- --recorded --save day.ndjson.gz', 'keep the day']] : []
  const other = attack
    ? ['npm run demo -- --recorded --no-attack', 'the same day without the breach: no findings']
    : ['npm run demo -- --recorded', 'the same day with the breach']
  const rows = [
    ['npm run demo', 'the same breach live, against a bank that runs on this machine'],
    other,
    [
      'npm run demo -- --recorded --seed 7',
      seed === '7' ? 'this day again' : 'another bank, another day',
    ],
    ...keep,
    [`npx weir analyze ${file}`, 'the full report of that file'],
    [`npx weir analyze ${file} --openapi specs`, 'an OpenAPI document for each service'],
    ['npx weir analyze your.har', 'your own traffic: a HAR from a browser or a proxy will do'],
  ]
  const width = Math.max(...rows.map(([command = '']) => command.length))
  return [
    paper.style('bold', 'Try next'),
    ...rows.map(
      ([command = '', what = '']) => `  ${command.padEnd(width)}  ${paper.style('dim', what)}`,
    ),
  ]
}
