import type { DoorProcess, DoorStatus } from '../doors/door-registry.ts'
import type { Symptom } from './diagnosis.ts'
import { lasting } from './lasting.ts'

/** Why one door does not carry decisions out, or not all of them. */
export function diagnoseDoor(
  { name, processes }: DoorStatus,
  decisionSeq: number,
  nowMs: number,
): readonly Symptom[] {
  const live = processes.filter(({ connected }) => connected)
  if (live.length === 0) return [away(name, processes, nowMs)]
  const reported = live.flatMap(({ report }) => report ?? [])
  const worst = (of: (report: Report) => number): number => Math.max(0, ...reported.map(of))
  const found: Symptom[] = []
  const tell = (one: Omit<Symptom, 'about' | 'level'>, level: Symptom['level']): void => {
    found.push({ ...one, about: name, level })
  }
  const behind = worst(({ seq }) => decisionSeq - seq)
  const unsupported = worst((report) => report.unsupported)
  const faults = worst((report) => report.faults)
  const open = reported.find((report) => report.open !== null)?.open
  if (open !== undefined && open !== null) tell(doorOpen[open], 'bad')
  if (faults > 0) tell(doorFaults(faults), 'bad')
  if (unsupported > 0) tell(doorCannot(unsupported), 'note')
  if (behind > 0) tell(doorBehind(behind), 'note')
  return found
}

type Report = NonNullable<DoorProcess['report']>
type Told = Omit<Symptom, 'about' | 'level'>

function away(about: string, processes: readonly DoorProcess[], nowMs: number): Symptom {
  const heardMs = Math.max(0, ...processes.map((process) => process.heardMs))
  return {
    id: 'door-away',
    level: 'bad',
    about,
    what: `This door is not connected since ${lasting(nowMs - heardMs)}; it keeps the decisions it has, and hears of no new ones.`,
    todo: 'Has its host ended, or lost its way to Weir? It connects again by itself.',
  }
}

const doorOpen: Readonly<Record<'break-glass' | 'fuse', Told>> = {
  'break-glass': {
    id: 'door-open',
    what: 'Break-glass: this door lets everything pass.',
    todo: '`weir doors close` puts decisions in force again.',
  },
  fuse: {
    id: 'door-open',
    what: 'Its fuse has blown, because decisions refused too many of its clients: it lets everything pass for five minutes.',
    todo: 'See `weir decisions list` for one that is too wide.',
  },
}

function doorFaults(faults: number): Told {
  return {
    id: 'door-faults',
    what: `${faults} requests passed because deciding failed.`,
    todo: 'Please report it with the log of the host.',
  }
}

function doorCannot(count: number): Told {
  return {
    id: 'door-cannot',
    what: `It passes over ${count === 1 ? 'a decision' : `${count} decisions`} it cannot carry out.`,
    todo: '`weir doors list` says what each door can do; a newer plug-in may do more.',
  }
}

function doorBehind(count: number): Told {
  return {
    id: 'door-behind',
    what: `It has not applied the last ${count === 1 ? 'change' : `${count} changes`} of decisions yet.`,
    todo: 'That takes milliseconds as a rule: look again, and see the log of the host.',
  }
}
