import type { DoorStatus } from '../doors/door-registry.ts'
import type { Problem, SensorStatus } from '../hub.ts'
import { diagnoseDoor } from './diagnose-doors.ts'
import { diagnoseSensor } from './diagnose-sensor.ts'
import { lasting } from './lasting.ts'
import type { Sight } from './sensor-sight.ts'
import type { TurnedAwaySender } from './turned-away.ts'

/** What keeps calls from being shown, or decisions from being carried out, and what to do about it. */
export interface Symptom {
  readonly id: SymptomId
  /** `bad`: calls are missing, or pass that should not. */
  readonly level: 'bad' | 'note'
  readonly about: string
  readonly what: string
  readonly todo: string
}

export type SymptomId =
  | 'sender-refused'
  | 'no-sensor'
  | 'never-heard'
  | 'silent'
  | 'lost-at-sensor'
  | 'dropped-here'
  | 'waiting'
  | 'centre'
  | 'truncated'
  | 'no-response'
  | 'unreadable'
  | 'clock-off'
  | 'late'
  | 'counted-elsewhere'
  | 'door-away'
  | 'door-behind'
  | 'door-open'
  | 'door-cannot'
  | 'door-faults'

export interface SensorSeen {
  readonly status: SensorStatus
  readonly sight: Sight | null
  /** A key was made for it, so that somebody expects it. */
  readonly hasKey: boolean
}

export interface Evidence {
  readonly problems: readonly Problem[]
  readonly sensors: readonly SensorSeen[]
  readonly senders: readonly TurnedAwaySender[]
  readonly doors: readonly DoorStatus[]
  /** Number of the newest decision. */
  readonly decisionSeq: number
  /** How long the oldest exchange has waited for its analysis. */
  readonly waitingMs: number
  readonly nowMs: number
}

const patienceMs = 10_000

/** Worst first, and in the order of the way of a call: sender, sensor, centre, door. */
export function diagnose(evidence: Evidence): readonly Symptom[] {
  const { sensors, senders, doors, decisionSeq, nowMs } = evidence
  const found = [
    ...senders.map((sender) => senderRefused(sender, nowMs)),
    ...(sensors.some(({ status }) => status.lastMs !== null) ? [] : [noSensor]),
    ...sensors.flatMap((sensor) => diagnoseSensor(sensor, nowMs)),
    ...centre(evidence),
    ...doors.flatMap((door) => diagnoseDoor(door, decisionSeq, nowMs)),
  ]
  const rank = ({ level }: Symptom): number => (level === 'bad' ? 0 : 1)
  return found.toSorted((left, right) => rank(left) - rank(right))
}

function senderRefused(
  { address, path, status, title, detail, times, lastMs }: TurnedAwaySender,
  nowMs: number,
): Symptom {
  const requests = times === 1 ? 'a request' : `${times} requests`
  return {
    id: 'sender-refused',
    level: 'bad',
    about: address,
    what: `${title}: ${requests} to ${path} refused with ${status}, the last ${lasting(nowMs - lastMs)} ago.`,
    todo: detail,
  }
}

const noSensor: Symptom = {
  id: 'no-sensor',
  level: 'note',
  about: 'sensors',
  what: 'None has sent anything yet.',
  todo: '`weir sensor add HOST --name NAME` prints what to configure in a host.',
}

function centre({ problems, waitingMs }: Evidence): readonly Symptom[] {
  const found: Symptom[] = problems.map(({ part, what }) => ({
    id: 'centre',
    level: 'bad',
    about: part,
    what,
    todo: 'Weir goes on as soon as it can; what it has acknowledged is not lost.',
  }))
  if (waitingMs > patienceMs) {
    found.push({
      id: 'waiting',
      level: 'note',
      about: 'analysis',
      what: `The oldest exchange has waited for ${lasting(waitingMs)}: newer calls are shown later.`,
      todo: 'It catches up when less comes; have sensors sample (WEIR_SENSOR_SAMPLE) where it does not.',
    })
  }
  return found
}
