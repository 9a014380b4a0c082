import type { Coverage } from '../coverage/coverage.ts'
import type { Ensemble, Finding, Incident, Joined } from '@weir/engine'
import type { Exchange } from '@weir/schema'
import { sliced } from '../event-turn.ts'
import type { HubEvent } from '../hub.ts'
import { inflateExchange } from '../ingest/inflate.ts'
import { readLines } from '../ingest/read-lines.ts'
import type { Waiting, WaitingFrame } from '../ingest/waiting.ts'
import { type BatchFrame, decodeFrame, type Frame } from '../spool/frame-codec.ts'
import type { Spool } from '../spool/spool.ts'
import type { CallRow } from '../stores/ledger.ts'
import { messageOf, WeirError } from '../weir-error.ts'
import { within } from '../within.ts'
import { callRowOf } from './call-row.ts'
import type { LedgerFeed } from './ledger-feed.ts'
import { hearBatch, offsetMs, stampOf } from './sensor-clock.ts'
import type { FrameOutcome, SensorTable } from './sensor-table.ts'

export interface AnalystOptions {
  readonly environment: string
  readonly ensemble: Ensemble
  readonly sensors: SensorTable
  readonly coverage: Coverage
  readonly waiting: Waiting
  readonly spool: Spool
  readonly feed: LedgerFeed
  /** Frame the restored state is as of; -1 at the very start. */
  readonly frame: number
  readonly tell: (event: HubEvent) => void
  /** An exchange the engine failed on: a bug of ours; it is counted and left out. */
  readonly onFault: (error: unknown) => void
  /** Nothing more is analysed until the process starts again; `problem` says why. */
  readonly onEnded: (error: unknown) => void
}

/** What one frame came to. */
interface Changes {
  readonly outcome: FrameOutcome
  readonly calls: CallRow[]
  readonly findings: Set<string>
  readonly raised: Set<string>
  readonly incidents: Set<string>
}

type Phase = 'running' | 'stopping' | 'stopped'

/** Analyses waiting frames in order: the only code that changes the ensemble. */
export class Analyst {
  readonly #options: AnalystOptions
  readonly #knownIncidents = new Set<string>()
  readonly #betweenFrames: (() => void)[] = []
  #frame: number
  #phase: Phase = 'running'
  /** False while a frame is half analysed: then the state is as of no frame. */
  #whole = true
  #problem: string | null = null
  #idleWaiters: (() => void)[] = []
  #room: Promise<void> | null = null
  #done: Promise<void> = Promise.resolve()

  constructor(options: AnalystOptions) {
    this.#options = options
    this.#frame = options.frame
    for (const { id } of options.ensemble.incidents()) this.#knownIncidents.add(id)
  }

  /** Last frame that is analysed. */
  get frame(): number {
    return this.#frame
  }

  get problem(): string | null {
    return this.#problem
  }

  start(): void {
    this.#done = this.#run().catch((error: unknown) => {
      this.#problem = messageOf(error)
      this.#options.onEnded(error)
      this.#letOthers()
      this.#tellIdle()
    })
  }

  /** Calls `look` while the state is exactly that after a frame; false when it never will be again. */
  between(look: () => void): Promise<boolean> {
    if (this.#phase === 'stopped' || this.#problem !== null) {
      if (this.#whole) look()
      return Promise.resolve(this.#whole)
    }
    return new Promise((resolve, reject) => {
      this.#betweenFrames.push(() => {
        try {
          if (this.#whole) look()
          resolve(this.#whole)
        } catch (error) {
          reject(error)
        }
      })
      this.#options.waiting.wake()
    })
  }

  /** Resolves when nothing waits, or the analysis has ended. */
  idle(): Promise<void> {
    if (this.#phase !== 'running' || this.#problem !== null) return Promise.resolve()
    return new Promise((resolve) => {
      this.#idleWaiters.push(resolve)
      this.#options.waiting.wake()
    })
  }

  /** Analyses what waits for at most so long, then ends. */
  async stop(patienceMs: number): Promise<void> {
    await within(this.idle(), patienceMs)
    if (this.#phase === 'running') this.#phase = 'stopping'
    this.#options.waiting.wake()
    await this.#done
    this.#phase = 'stopped'
    this.#letOthers()
    this.#tellIdle()
  }

  async #run(): Promise<void> {
    const { waiting, feed } = this.#options
    while (this.#phase === 'running') {
      this.#letOthers()
      const first = waiting.first()
      if (first === null) {
        this.#tellIdle()
        await waiting.arrival()
      } else if (feed.isFull) {
        await Promise.race([this.#whenRoom(), waiting.arrival()])
      } else {
        await this.#take(first)
      }
    }
  }

  #whenRoom(): Promise<void> {
    this.#room ??= this.#options.feed.whenRoom().then(() => {
      this.#room = null
    })
    return this.#room
  }

  #tellIdle(): void {
    for (const resolve of this.#idleWaiters.splice(0)) resolve()
  }

  #letOthers(): void {
    for (const look of this.#betweenFrames.splice(0)) look()
  }

  async #take(waiting: WaitingFrame): Promise<void> {
    const { frame, exchanges } = waiting.content ?? (await this.#readBack(waiting))
    const changes = newChanges()
    this.#whole = false
    if (frame.kind === 'mark') this.#mark()
    else if (!(await this.#takeFrame(frame, exchanges, changes))) return
    if (frame.kind !== 'mark') this.#options.sensors.count(frame, changes.outcome)
    this.#frame = waiting.place.frame
    this.#whole = true
    this.#options.waiting.shift()
    this.#settle(changes)
  }

  async #readBack({
    place,
  }: WaitingFrame): Promise<{ frame: Frame; exchanges: readonly Exchange[] }> {
    const frame = decodeFrame(await this.#options.spool.read(place))
    if (frame === null) throw unreadable(place.frame)
    if (frame.kind !== 'batch') return { frame, exchanges: [] }
    const { accepted } = await readLines(frame.lines, frame.format, Number.POSITIVE_INFINITY)
    return { frame, exchanges: accepted.map(({ exchange }) => exchange) }
  }

  #mark(): void {
    const { epoch } = this.#options.ensemble.mark()
    this.#options.tell({ kind: 'mark', epoch })
  }

  /** False when told to stop before its end. */
  async #takeFrame(
    frame: Exclude<Frame, { kind: 'mark' }>,
    exchanges: readonly Exchange[],
    changes: Changes,
  ): Promise<boolean> {
    const { clock } = this.#options.sensors.hear(frame)
    if (frame.kind === 'repeat') return true
    hearBatch(clock, frame.arrivalMs, exchanges)
    const offset = offsetMs(clock)
    const turn = sliced()
    for (const exchange of exchanges) {
      await this.#takeExchange(exchange, frame, offset, changes)
      const wait = turn()
      if (wait !== undefined) await wait
      if (this.#phase !== 'running') return false
    }
    return true
  }

  async #takeExchange(
    exchange: Exchange,
    frame: BatchFrame,
    offset: number,
    changes: Changes,
  ): Promise<void> {
    const { ensemble, environment, coverage, onFault } = this.#options
    const { sensor, arrivalMs } = frame
    if (coverage.tests.take(exchange, sensor)) {
      changes.outcome.analysed += 1
      return
    }
    const { ts, replaced } = stampOf(exchange.ts, offset, arrivalMs)
    if (replaced) changes.outcome.replacedStamps += 1
    try {
      const inflated = await inflateExchange(exchange)
      const stamped = { ...inflated, ts, sensor }
      const joined = ensemble.observe(stamped, 'live')
      coverage.saw(stamped, sensor, joined.row.primary, arrivalMs)
      // Another sensor's view of a call that is told already is no call of its own.
      if (joined.row.primary) changes.calls.push(callRowOf(joined, ensemble.model(), environment))
      this.#note(joined, changes)
      changes.outcome.analysed += 1
    } catch (error) {
      changes.outcome.faults += 1
      onFault(error)
    }
  }

  /** What is new is told at once; what only grew, once a frame. */
  #note({ row, findings, incidents }: Joined, changes: Changes): void {
    const { ensemble, tell } = this.#options
    for (const id of findings) {
      const finding = ensemble.finding(id)
      changes.findings.add(id)
      if (finding === null || finding.evidence[0] !== row.seq || changes.raised.has(id)) continue
      changes.raised.add(id)
      tell({ kind: 'finding', finding: copyOf(finding), change: 'raised' })
    }
    for (const id of incidents) {
      const incident = ensemble.incident(id)
      changes.incidents.add(id)
      if (incident === null || this.#knownIncidents.has(id)) continue
      this.#remember(id)
      tell({ kind: 'incident', incident: copyOfIncident(incident), change: 'began' })
      changes.raised.add(id)
    }
  }

  #remember(id: string): void {
    if (this.#knownIncidents.size >= rememberedIncidents) {
      this.#knownIncidents.clear()
      for (const incident of this.#options.ensemble.incidents())
        this.#knownIncidents.add(incident.id)
    }
    this.#knownIncidents.add(id)
  }

  #settle({ calls, findings, raised, incidents }: Changes): void {
    const { ensemble, tell, feed } = this.#options
    const foundNow = [...findings].flatMap((id) => list(ensemble.finding(id))).map(copyOf)
    const incidentsNow = [...incidents]
      .flatMap((id) => list(ensemble.incident(id)))
      .map(copyOfIncident)
    for (const finding of foundNow) {
      if (!raised.has(finding.id)) tell({ kind: 'finding', finding, change: 'evolved' })
    }
    for (const incident of incidentsNow) {
      if (!raised.has(incident.id)) tell({ kind: 'incident', incident, change: 'evolved' })
    }
    feed.push({ frame: this.#frame, calls, findings: foundNow, incidents: incidentsNow })
  }
}

const rememberedIncidents = 16_384

function newChanges(): Changes {
  const outcome = { analysed: 0, faults: 0, replacedStamps: 0 }
  return { outcome, calls: [], findings: new Set(), raised: new Set(), incidents: new Set() }
}

function list<Value>(value: Value | null): readonly Value[] {
  return value === null ? [] : [value]
}

/** The engine goes on changing its own. */
function copyOf(finding: Finding): Finding {
  return { ...finding, evidence: [...finding.evidence] }
}

function copyOfIncident(incident: Incident): Incident {
  const { findings, trackers, actors, story } = incident
  return {
    ...incident,
    findings: [...findings],
    trackers: [...trackers],
    actors: [...actors],
    story: [...story],
  }
}

function unreadable(frame: number): WeirError {
  return new WeirError(
    'SPOOL_DAMAGED',
    `frame ${frame} of the spool is none of this version. Start the version that wrote it, or move the spool folder away to go on without what it held.`,
  )
}
