import { type Codec, list, real, record, text } from '../lib/codec.ts'
import { limits } from '../limits.ts'
import { severities, type Severity } from './facts.ts'
import { type Incident, incidentCodec } from './finding.ts'

/** An incident as it assembles. */
export interface Chain {
  readonly incident: Incident
  /** What its story is told from, in the order of time. */
  readonly steps: Step[]
}

interface Step {
  readonly ts: number
  readonly text: string
}

export const chainCodec: Codec<Chain> = record<Chain>({
  incident: incidentCodec,
  steps: list(record<Step>({ ts: real, text })),
})

export function newChain(id: string, actor: string, ts: number): Chain {
  const incident: Incident = {
    id,
    severity: 'low',
    findings: [],
    trackers: [],
    actors: [actor],
    story: [],
    firstMs: ts,
    lastMs: ts,
  }
  return { incident, steps: [] }
}

/**
 * Whether it is more than findings side by side: two kinds of misuse of which one is grave, or a leak
 * and the use of what leaked. Weak hints, however many, never make an incident.
 */
export function isIncident({ incident }: Chain): boolean {
  const { severity, trackers, actors } = incident
  const grave = severities.indexOf(severity) >= severities.indexOf('high')
  return grave && (trackers.length > 1 || actors.length > 1)
}

export function reach({ incident }: Chain, ts: number): void {
  incident.firstMs = Math.min(incident.firstMs, ts)
  incident.lastMs = Math.max(incident.lastMs, ts)
}

/** Tells the story anew with one more step; once it is full it stays as it is. */
export function addStep(chain: Chain, ts: number, sentence: string): void {
  addSteps(chain, [{ ts, text: sentence }])
}

/** Takes over what another chain holds. */
export function absorb(chain: Chain, other: Chain): void {
  const { incident } = chain
  for (const finding of other.incident.findings) addOnce(incident.findings, finding)
  for (const tracker of other.incident.trackers) addOnce(incident.trackers, tracker)
  for (const actor of other.incident.actors) addOnce(incident.actors, actor)
  worsen(chain, other.incident.severity)
  reach(chain, other.incident.firstMs)
  reach(chain, other.incident.lastMs)
  addSteps(chain, other.steps)
}

export function worsen({ incident }: Chain, severity: Severity): void {
  if (severities.indexOf(severity) > severities.indexOf(incident.severity)) {
    incident.severity = severity
  }
}

export function addOnce(items: string[], item: string): boolean {
  if (items.includes(item) || items.length >= limits.chain) return false
  items.push(item)
  return true
}

function addSteps({ incident, steps }: Chain, more: readonly Step[]): void {
  const room = limits.chain - steps.length
  if (room <= 0) return
  steps.push(...more.slice(0, room))
  steps.sort((left, right) => left.ts - right.ts)
  const story = steps.map(({ ts, text: sentence }, index) => {
    const before = steps[index - 1]
    return before === undefined ? sentence : `${span(ts - before.ts)} later, ${sentence}`
  })
  incident.story.splice(0, incident.story.length, ...story)
}

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const

/** How long, in the largest unit that leaves two digits to read: `95 s`, `12 min`, `10 d`. */
function span(ms: number): string {
  const unit = units.find(([size]) => ms >= 2 * size) ?? units.at(-1)
  if (unit === undefined || ms < 1_000) return `${Math.round(ms)} ms`
  return `${Math.round(ms / unit[0])} ${unit[1]}`
}
