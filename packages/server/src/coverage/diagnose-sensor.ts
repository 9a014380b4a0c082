import { silentMs } from '../hub.ts'
import type { SensorSeen, Symptom } from './diagnosis.ts'
import { lasting } from './lasting.ts'
import type { Sight } from './sensor-sight.ts'

/** What one sensor cannot see, gives up, or says too late. */
export function diagnoseSensor(sensor: SensorSeen, nowMs: number): readonly Symptom[] {
  const { status, sight, hasKey } = sensor
  if (status.lastMs === null) return hasKey ? [neverHeard(status.name)] : []
  return [
    ...silence(status.name, nowMs - status.lastMs),
    ...lostThere(sensor),
    ...lostHere(sensor),
    ...clock(sensor),
    ...(sight === null ? [] : ofSight(status.name, sight)),
  ]
}

function neverHeard(about: string): Symptom {
  return {
    id: 'never-heard',
    level: 'note',
    about,
    what: 'It has a key and has sent nothing yet.',
    todo: `Is the host configured and started, and can it reach Weir? \`weir sensor check ${about} URL\` follows a call through it.`,
  }
}

function silence(about: string, quietMs: number): readonly Symptom[] {
  if (quietMs <= silentMs) return []
  const todo = `Has the host ended, or lost its way to Weir? Sensors speak every 30 s even without traffic; \`weir sensor check ${about} URL\` tries it.`
  const what = `Nothing was heard for ${lasting(quietMs)}.`
  return [{ id: 'silent', level: 'bad', about, what, todo }]
}

/** By the reason a sensor gives for an exchange it gave up (`spec/ingest.md`). */
const remedies: Readonly<Record<string, string>> = {
  'queue-full':
    'Weir was away or slow for longer than the queue lasts: raise WEIR_SENSOR_QUEUE_BYTES, or see why.',
  overload: 'Too many exchanges were under way at once: raise WEIR_SENSOR_CAPTURE_BYTES.',
  sampled: 'It samples, as it was told to: WEIR_SENSOR_SAMPLE.',
  'too-large': 'Single exchanges are larger than a batch: lower WEIR_SENSOR_BODY_BYTES.',
  refused: 'Weir refused its batches: its key, or its environment, is not the right one.',
  fault: 'The sensor failed on them; its host was not touched. Please report it with its log.',
}
const byDesign: ReadonlySet<string> = new Set(['sampled', 'closed'])

function lostThere({ status }: SensorSeen): readonly Symptom[] {
  const { name, own } = status
  if (own === null || own.dropped === 0) return []
  const reasons = own.droppedBy
    .split(', ')
    .map((pair) => pair.split('=', 1).join(''))
    .filter((reason) => reason !== '')
  const isMeant = reasons.length > 0 && reasons.every((reason) => byDesign.has(reason))
  const todo = reasons.flatMap((reason) => remedies[reason] ?? []).join(' ')
  const because = own.droppedBy === '' ? '' : ` (${own.droppedBy})`
  return [
    {
      id: 'lost-at-sensor',
      level: isMeant ? 'note' : 'bad',
      about: name,
      what: `It gave up ${own.dropped} of ${own.observed} exchanges since its start${because}.`,
      todo: todo === '' ? 'See its log.' : todo,
    },
  ]
}

/** A batch that came twice is no loss. */
const harmless: ReadonlySet<string> = new Set(['repeat'])

function lostHere({ status }: SensorSeen): readonly Symptom[] {
  const { name, balance } = status
  const lost = Object.entries(balance.droppedBy).filter(
    ([reason, count]) => count > 0 && !harmless.has(reason),
  )
  if (lost.length === 0) return []
  const reasons = lost.map(([reason, count]) => `${reason}=${count}`).join(', ')
  return [
    {
      id: 'dropped-here',
      level: 'bad',
      about: name,
      what: `Weir could not use some of its ${balance.received} exchanges (${reasons}).`,
      todo: 'Answers to its batches name the lines and what is wrong with them: compare with spec/ingest.md.',
    },
  ]
}

const clockToleranceMs = 1_000

function clock({ status }: SensorSeen): readonly Symptom[] {
  const { name, clockOffsetMs, replacedStamps } = status
  if (Math.abs(clockOffsetMs) < clockToleranceMs && replacedStamps === 0) return []
  const way = clockOffsetMs > 0 ? 'behind' : 'ahead of'
  const what =
    Math.abs(clockOffsetMs) < clockToleranceMs
      ? `${replacedStamps} of its stamps could not be right; their arrival took their place.`
      : `Its clock is ${lasting(Math.abs(clockOffsetMs))} ${way} that of Weir; times are corrected.`
  return [
    { id: 'clock-off', level: 'note', about: name, what, todo: 'Set the clock of its host (NTP).' },
  ]
}

/** So many exchanges, and such a share of them, make a habit. */
const leastExchanges = 20
const share = { truncated: 0.05, unanswered: 0.1, unreadable: 0.05, secondary: 0.9 }
const lateMs = 30_000

interface Habit {
  readonly id: Symptom['id']
  readonly count: (sight: Sight) => number
  readonly share: number
  readonly words: string
  readonly todo: string
}

const habits: readonly Habit[] = [
  {
    id: 'truncated',
    count: (sight) => sight.truncated,
    share: share.truncated,
    words: 'have a body that was cut off: fields behind the cut are not known.',
    todo: 'Raise WEIR_SENSOR_BODY_BYTES; in HAProxy tune.bufsize, in nginx client_body_buffer_size bound it as well.',
  },
  {
    id: 'no-response',
    count: (sight) => sight.unanswered,
    share: share.unanswered,
    words: 'have no response: fields of responses are not known.',
    todo: 'Configure the hooks of the response in its host as `weir sensor add` prints them; clients may also leave before the answer.',
  },
  {
    id: 'unreadable',
    count: (sight) => sight.unreadable,
    share: share.unreadable,
    words: 'are connections it could not read, such as TLS that ends elsewhere.',
    todo: 'Place a sensor where TLS ends: in the proxy, the sidecar or the service itself.',
  },
  {
    id: 'counted-elsewhere',
    count: (sight) => sight.secondary,
    share: share.secondary,
    words: 'are shown by another sensor as well: they count once, there.',
    todo: 'Nothing is missing: look for its calls at the sensor nearer to the service.',
  },
]

function ofSight(about: string, sight: Sight): readonly Symptom[] {
  const { exchanges, lagMs, windowS } = sight
  const time = lasting(windowS * 1_000)
  const found: Symptom[] = habits
    .filter((habit) => exchanges >= leastExchanges && habit.count(sight) >= exchanges * habit.share)
    .map((habit) => ({
      id: habit.id,
      level: 'note',
      about,
      what: `${habit.count(sight)} of ${exchanges} exchanges of the last ${time} ${habit.words}`,
      todo: habit.todo,
    }))
  if (lagMs !== null && lagMs > lateMs) {
    const what = `Its exchanges arrive ${lasting(lagMs)} after their end.`
    const todo = 'Is the way to Weir slow, or was Weir away? It sends again what it could not.'
    found.push({ id: 'late', level: 'note', about, what, todo })
  }
  return found
}
