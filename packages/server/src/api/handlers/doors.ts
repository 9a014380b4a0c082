import type { DoorProcess, DoorStatus } from '../../doors/door-registry.ts'
import type { Answered } from '../decode-request.ts'
import type { Handler, Sources } from '../handler.ts'
import { done, refused } from '../outcome.ts'

type List = Answered<'listDoors'>
type View = List['items'][number]

export const listDoors: Handler<'listDoors'> = (_asked, sources) => done(listOf(sources))

export const openDoors: Handler<'openDoors'> = async ({ body }, sources, by) => {
  const { doors, clock } = sources
  const until = Math.round(clock.now() + body.minutes * 60_000)
  const made = await doors.glass.put({ until_ms: until, reason: body.reason }, by)
  return made.ok ? done(listOf(sources)) : refused('DEFINITION_REFUSED', made.problem)
}

export const closeDoors: Handler<'closeDoors'> = async (_asked, sources, by) => {
  for (const { id } of sources.doors.glass.all()) await sources.doors.glass.remove(id, by)
  return done(listOf(sources))
}

function listOf({ doors, clock }: Sources): List {
  const { book, glass, registry } = doors
  const isOpen = book.openUntilMs > clock.now()
  return {
    items: registry.all().map((door) => doorView(door, book.seq)),
    decisions: book.decisions().length,
    open_until_ms: isOpen ? book.openUntilMs : null,
    open_reason: isOpen ? (glass.all()[0]?.value.reason ?? null) : null,
  }
}

function doorView({ name, processes }: DoorStatus, seq: number): View {
  return {
    name,
    state: processes.some(({ connected }) => connected) ? 'live' : 'away',
    processes: processes.map((process) => processView(process, seq)),
  }
}

type ProcessView = View['processes'][number]

function processView(process: DoorProcess, seq: number): ProcessView {
  const { boot, agent, can, connected, sinceMs, heardMs } = process
  const state = connected ? 'live' : 'away'
  const seen = { boot, agent, can: [...can], since_ms: sinceMs, heard_ms: heardMs }
  return { ...seen, state, ...reported(process, seq) }
}

type Reported = Omit<ProcessView, 'boot' | 'agent' | 'state' | 'can' | 'since_ms' | 'heard_ms'>

function reported({ report }: DoorProcess, seq: number): Reported {
  if (report === null) return silent
  const { lag_ms, held, unsupported, checked, refused: turnedAway, faults, open } = report
  const { passed_over } = report
  const behind = Math.max(0, seq - report.seq)
  return {
    behind,
    lag_ms,
    held,
    unsupported,
    checked,
    refused: turnedAway,
    faults,
    passed_over,
    open,
  }
}

const silent: Reported = {
  behind: null,
  lag_ms: null,
  held: 0,
  unsupported: 0,
  checked: 0,
  refused: 0,
  faults: 0,
  passed_over: 0,
  open: null,
}
