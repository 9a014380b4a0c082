import { describe, expect, it } from 'vitest'
import type { DoorProcess } from '../doors/door-registry.ts'
import { notHeardOf, type SensorStatus } from '../hub.ts'
import { diagnose, type Evidence, type SensorSeen } from './diagnosis.ts'
import type { Sight } from './sensor-sight.ts'

const nowMs = 10_000_000
const calm: Sight = {
  windowS: 600,
  exchanges: 1_000,
  ratePerS: 2,
  vantages: ['gateway'],
  truncated: 0,
  unanswered: 0,
  unreadable: 0,
  secondary: 0,
  lagMs: 40,
}

function seen(status: Partial<SensorStatus> = {}, sight: Partial<Sight> = {}): SensorSeen {
  return {
    status: {
      name: 'edge',
      environment: 'production',
      balance: { received: 1_000, analysed: 1_000, dropped: 0, held: 0, droppedBy: {} },
      ...notHeardOf,
      firstMs: 0,
      lastMs: nowMs - 1_000,
      ...status,
    },
    sight: { ...calm, ...sight },
    hasKey: true,
  }
}

const own = { boot: 'b', observed: 100, sent: 90, dropped: 10 }
const report = {
  boot: 'b',
  agent: 'weir-sensor-nginx/0.1.0',
  can: [],
  epoch: 'e',
  seq: 7,
  lag_ms: 2,
  held: 3,
  unsupported: 0,
  passed_over: 0,
  checked: 100,
  refused: 0,
  faults: 0,
  open: null,
} as const

function door(given: Partial<DoorProcess> = {}): Evidence['doors'][number] {
  const process = { boot: 'b', agent: '', can: [], connected: true, sinceMs: 0, heardMs: nowMs }
  return { name: 'edge', processes: [{ ...process, report, ...given }] }
}

function ids(given: Partial<Evidence>): readonly string[] {
  const nothing = { problems: [], senders: [], doors: [], decisionSeq: 7, waitingMs: 0, nowMs }
  return diagnose({ ...nothing, sensors: [seen()], ...given }).map(({ id, level }) =>
    level === 'bad' ? `${id}!` : id,
  )
}

describe('why a call is not shown', () => {
  it('is nothing where everything is well', () => {
    expect(ids({ doors: [door()] })).toEqual([])
  })

  const sensors: readonly (readonly [string, SensorSeen, string])[] = [
    ['silence', seen({ lastMs: nowMs - 91_000 }), 'silent!'],
    ['losses', seen({ own: { ...own, droppedBy: 'queue-full=10' } }), 'lost-at-sensor!'],
    ['losses without reason', seen({ own: { ...own, droppedBy: '' } }), 'lost-at-sensor!'],
    ['sampling', seen({ own: { ...own, droppedBy: 'sampled=9, closed=1' } }), 'lost-at-sensor'],
    ['a clock', seen({ clockOffsetMs: -7_200_000 }), 'clock-off'],
    ['stamps that cannot be', seen({ replacedStamps: 3 }), 'clock-off'],
    ['cut bodies', seen({}, { truncated: 70 }), 'truncated'],
    ['missing responses', seen({}, { unanswered: 200 }), 'no-response'],
    ['what is not readable', seen({}, { unreadable: 50 }), 'unreadable'],
    ['another that is nearer', seen({}, { secondary: 1_000 }), 'counted-elsewhere'],
    ['a slow way', seen({}, { lagMs: 31_000 }), 'late'],
  ]
  it.each(sensors)('names %s', (_what, sensor, id) => {
    expect(ids({ sensors: [sensor] })).toEqual([id])
  })
  it('names lines Weir could not read, and none that only came twice', () => {
    const balance = { received: 9, analysed: 6, dropped: 3, held: 0 }
    const dropped = (droppedBy: Record<string, number>): readonly string[] =>
      ids({ sensors: [seen({ balance: { ...balance, droppedBy } })] })
    expect(dropped({ repeat: 3 })).toEqual([])
    expect(dropped({ malformed: 3 })).toEqual(['dropped-here!'])
  })
  it('does not make a habit of a few', () => {
    expect(ids({ sensors: [seen({}, { exchanges: 19, truncated: 19, unanswered: 19 })] })).toEqual(
      [],
    )
  })
  it('names sensors nobody has heard of, unless nobody expects them', () => {
    const never = { ...seen({ firstMs: null, lastMs: null }), sight: null }
    expect(ids({ sensors: [seen(), never] })).toEqual(['never-heard'])
    expect(ids({ sensors: [seen(), { ...never, hasKey: false }] })).toEqual([])
    expect(ids({ sensors: [{ ...never, hasKey: false }] })).toEqual(['no-sensor'])
  })
  it('puts the worst first: senders that are refused, and the centre', () => {
    const sender = { address: '10.0.0.7', path: '/v1/exchanges', status: 401 }
    const found = diagnose({
      problems: [{ part: 'ledger', what: 'It does not answer.' }],
      sensors: [],
      senders: [{ ...sender, title: 'Unknown key', detail: 'Send one.', times: 2, lastMs: nowMs }],
      doors: [],
      decisionSeq: 0,
      waitingMs: 61_000,
      nowMs,
    })
    expect(found.map(({ id }) => id)).toEqual(['sender-refused', 'centre', 'no-sensor', 'waiting'])
    expect(found[0]).toEqual({
      id: 'sender-refused',
      level: 'bad',
      about: '10.0.0.7',
      what: 'Unknown key: 2 requests to /v1/exchanges refused with 401, the last 0 s ago.',
      todo: 'Send one.',
    })
    expect(found[3]?.what).toContain('waited for 1 min')
  })

  const doors: readonly (readonly [string, Partial<DoorProcess>, string])[] = [
    ['is away', { connected: false, heardMs: nowMs - 5_000 }, 'door-away!'],
    ['is behind', { report: { ...report, seq: 5 } }, 'door-behind'],
    ['has a blown fuse', { report: { ...report, open: 'fuse' } }, 'door-open!'],
    ['stands open', { report: { ...report, open: 'break-glass' } }, 'door-open!'],
    ['cannot do something', { report: { ...report, unsupported: 1 } }, 'door-cannot'],
    ['fails', { report: { ...report, faults: 4 } }, 'door-faults!'],
  ]
  it.each(doors)('names a door that %s', (_what, given, id) => {
    expect(ids({ doors: [door(given)] })).toEqual([id])
  })
  it('waits for the first report of a door', () => {
    expect(ids({ doors: [door({ report: null })] })).toEqual([])
  })
})
