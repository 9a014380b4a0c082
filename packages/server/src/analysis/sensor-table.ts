import { z } from 'zod'
import { Sequences } from '../ingest/sequences.ts'
import type { BatchFrame, OwnBalance, RepeatFrame } from '../spool/frame-codec.ts'
import { newSensorClock, type SensorClock } from './sensor-clock.ts'

/** One sensor as of the last analysed frame. */
export interface SensorRecord {
  received: number
  analysed: number
  readonly droppedBy: Map<string, number>
  own: (OwnBalance & { readonly boot: string }) | null
  agent: string | null
  firstMs: number | null
  lastMs: number | null
  /** Exchanges whose stamp was replaced by their arrival. */
  replacedStamps: number
  readonly clock: SensorClock
}

const count = z.number().int().min(0)
const stateSchema = z.object({
  sensors: z.array(
    z.object({
      name: z.string(),
      received: count,
      analysed: count,
      droppedBy: z.array(z.tuple([z.string(), count])),
      own: z
        .object({
          boot: z.string(),
          observed: count,
          sent: count,
          dropped: count,
          droppedBy: z.string(),
        })
        .nullable(),
      agent: z.string().nullable(),
      firstMs: z.number().nullable(),
      lastMs: z.number().nullable(),
      replacedStamps: count,
      clock: z.object({ lateness: z.array(z.number()) }),
    }),
  ),
  sequences: z.array(z.object({ sensor: z.string(), boot: z.string(), seq: count })),
})
export type SensorTableState = z.output<typeof stateSchema>

/** Sensors, their counts and their last batches, as of the last analysed frame. */
export class SensorTable {
  readonly #sensors = new Map<string, SensorRecord>()
  #sequences = new Sequences()

  #get(name: string): SensorRecord {
    const known = this.#sensors.get(name)
    if (known !== undefined) return known
    const record: SensorRecord = {
      received: 0,
      analysed: 0,
      droppedBy: new Map(),
      own: null,
      agent: null,
      firstMs: null,
      lastMs: null,
      replacedStamps: 0,
      clock: newSensorClock(),
    }
    this.#sensors.set(name, record)
    return record
  }

  find(name: string): SensorRecord | null {
    return this.#sensors.get(name) ?? null
  }

  names(): readonly string[] {
    return [...this.#sensors.keys()]
  }

  sequences(): ReturnType<Sequences['entries']> {
    return this.#sequences.entries()
  }

  /** Notes what the head of a frame says; `count` follows once its exchanges are analysed. */
  hear(frame: BatchFrame | RepeatFrame): SensorRecord {
    const record = this.#get(frame.sensor)
    record.firstMs ??= frame.arrivalMs
    record.lastMs = frame.arrivalMs
    record.agent = frame.agent ?? record.agent
    if (frame.boot !== null && frame.own !== null) record.own = { boot: frame.boot, ...frame.own }
    if (frame.kind === 'batch' && frame.boot !== null && frame.seq !== null) {
      this.#sequences.note(frame.sensor, frame.boot, frame.seq)
    }
    return record
  }

  /** Counts a whole frame at once, so that at any moment the sums are right. */
  count(frame: BatchFrame | RepeatFrame, outcome: FrameOutcome): void {
    const record = this.#get(frame.sensor)
    record.analysed += outcome.analysed
    record.replacedStamps += outcome.replacedStamps
    drop(record, 'fault', outcome.faults)
    if (frame.kind === 'repeat') {
      record.received += frame.repeated
      drop(record, 'repeat', frame.repeated)
      return
    }
    record.received += frame.accepted
    for (const [reason, lines] of Object.entries(frame.rejected)) {
      record.received += lines
      drop(record, reason, lines)
    }
  }

  encode(): SensorTableState {
    return {
      sensors: [...this.#sensors].map(([name, { droppedBy, clock, ...record }]) => ({
        name,
        ...record,
        droppedBy: [...droppedBy],
        clock: { lateness: [...clock.lateness] },
      })),
      sequences: [...this.#sequences.entries()],
    }
  }

  /** False when the state is none of this version. */
  restore(input: unknown): boolean {
    const parsed = stateSchema.safeParse(input)
    if (!parsed.success) return false
    this.#sensors.clear()
    this.#sequences = new Sequences()
    for (const { name, droppedBy, ...record } of parsed.data.sensors) {
      this.#sensors.set(name, { ...record, droppedBy: new Map(droppedBy) })
    }
    for (const { sensor, boot, seq } of parsed.data.sequences) {
      this.#sequences.note(sensor, boot, seq)
    }
    return true
  }
}

/** What became of the exchanges of one frame. */
export interface FrameOutcome {
  analysed: number
  /** Exchanges the engine failed on. */
  faults: number
  replacedStamps: number
}

function drop({ droppedBy }: SensorRecord, reason: string, lines: number): void {
  if (lines > 0) droppedBy.set(reason, (droppedBy.get(reason) ?? 0) + lines)
}
