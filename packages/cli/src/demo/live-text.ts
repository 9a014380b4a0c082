import type { Finding, Severity } from '@weir/engine'
import type { Hub } from '@weir/server'
import type { RunningBank } from '@weir/testkit'
import { grouped, type Paper, plural, printable } from '../output/text.ts'
import type { StepSeen } from './breach-stage.ts'
import { objectsBefore, type Promised } from './outcome.ts'

const mark: Readonly<Record<Severity, string>> = {
  critical: '◆ critical',
  high: '▲ high    ',
  medium: '◐ medium  ',
  low: '○ low     ',
}
const colour = { critical: 'red', high: 'yellow', medium: 'yellow', low: 'dim' } as const

export function openingText(
  paper: Paper,
  { separateAddresses, front, pids }: Pick<RunningBank, 'separateAddresses' | 'front' | 'pids'>,
): string {
  const where = separateAddresses
    ? 'each at a loopback address of its own'
    : 'all at 127.0.0.1, because this system has one loopback address'
  return [
    paper.style('bold', 'A small bank opens, and Weir beside it'),
    `  Services, an object store, a metadata service, a backup, customers and an intruder: ${pids.length} processes,`,
    `  ${where}. What the bank runs itself loads the Node sensor; Weir gets no rules and no list of APIs.`,
    'version' in front
      ? `  Everybody outside comes through ${front.version} with the Lua sensor. Every sensor is a door, too.`
      : `  Everybody outside reaches the edge directly: ${printable(front.absent)}.`,
    '',
  ].join('\n')
}

/** The console, while it happens. */
export function watchText(paper: Paper, consoleUrl: string): string {
  return `${paper.style('bold', 'Watch it in a browser')}\n  ${consoleUrl}\n`
}

export function learningText(paper: Paper, seconds: number): string {
  return paper.style('bold', `Learning for ${seconds} s`)
}

export function statusText(hub: Pick<Hub, 'balance' | 'catalog'>, findings: number): string {
  const { analysed } = hub.balance()
  const { services, operations } = hub.catalog()
  const found = findings === 0 ? 'no finding' : plural(findings, 'finding')
  return `  ${clock(Date.now())}  ${plural(analysed, 'exchange')}, ${plural(services.length, 'service')}, ${plural(operations.length, 'operation')}, ${found}`
}

export function backupText(copied: number): string {
  return `  ${clock(Date.now())}  the nightly backup has run: ${plural(copied, 'new object')} copied with a role of its own`
}

export function breachTitle(paper: Paper): string {
  return `\n${paper.style('bold', 'The breach: Capital One, 2019, step by step')}`
}

export function quietTitle(paper: Paper): string {
  return `\n${paper.style('bold', 'No breach today: a while longer of the same')}`
}

/** A step as the intruder took it and, below it, what Weir said and how much later. */
export function stepText(seen: StepSeen, paper: Paper): string {
  const { taken, expected, heard } = seen
  const lines = [
    `  ${clock(taken.startedMs)}  ${paper.style('cyan', `$ ${printable(taken.command)}`)}`,
  ]
  for (const one of heard) lines.push(...heardLines(seen, one, paper))
  const silent = expected !== null && !heard.some(({ finding }) => finding.tracker === expected)
  if (silent)
    lines.push(paper.style('red', `      never    ✗ ${expected} was expected and did not come`))
  return lines.join('\n')
}

function heardLines(
  seen: StepSeen,
  one: StepSeen['heard'][number],
  paper: Paper,
): readonly string[] {
  const { finding, heardMs } = one
  const delay = `+${grouped(Math.max(0, Math.round(heardMs - finding.firstMs)))} ms`
  const badge = paper.style(colour[finding.severity], mark[finding.severity])
  const { cause, gone } = objectsBefore(seen, one)
  const objects =
    finding.tracker === seen.expected && seen.taken.objectsMs.length > 0
      ? [
          `                 raised by object ${cause}; ${gone} of ${seen.taken.objectsMs.length} were gone when it was said`,
        ]
      : []
  return [
    `      ${delay.padStart(9)}  ${badge}  ${paper.style('bold', finding.title)} (${finding.tracker})`,
    `                 ${printable(finding.why)}`,
    ...objects,
  ]
}

export function todoText(findings: readonly Finding[], paper: Paper): string {
  const todos = [...new Set(findings.toReversed().map(({ todo }) => todo))]
  return [
    paper.style('bold', '\nWhat to do now'),
    ...todos.map((todo, index) => `  ${index + 1}. ${todo}`),
  ].join('\n')
}

export function outcomeText(promised: readonly Promised[], paper: Paper): string {
  const width = Math.max(...promised.map(({ what }) => what.length))
  const lines = promised.map(({ what, held, detail }) => {
    const sign = held ? paper.style('green', '✓') : paper.style('red', '✗')
    return `  ${sign} ${what.padEnd(width)}  ${paper.style('dim', printable(detail))}`
  })
  return [paper.style('bold', '\nWhat was promised'), ...lines].join('\n')
}

export function lookAroundText(paper: Paper, consoleUrl: string, edgeUrl: string): string {
  return [
    paper.style('bold', '\nLook around; both stay up until Ctrl+C'),
    `  Weir   ${consoleUrl}`,
    `  bank   curl -H 'Host: bank.example' '${edgeUrl}/v1/rates/EUR'`,
    `  again  curl -H 'Host: bank.example' '${edgeUrl}/preview?url=http://169.254.169.254/latest/meta-data/iam/security-credentials/'`,
  ].join('\n')
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 23)
}
