import type { Ensemble } from '@weir/engine'
import { SensorTable } from './analysis/sensor-table.ts'
import type { DataFolder } from './config/data-folder.ts'
import { Sequences } from './ingest/sequences.ts'
import { Waiting } from './ingest/waiting.ts'
import { type Snapshot, type SnapshotStore, snapshotStore } from './snapshot/snapshot-store.ts'
import type { FilePort } from './spool/file-port.ts'
import { decodeFrame, type Frame } from './spool/frame-codec.ts'
import { openSpool, type Spool, type SpoolPlace } from './spool/spool.ts'
import type { Report } from './telemetry/report.ts'
import { WeirError } from './weir-error.ts'

export interface RecoverOptions {
  readonly folder: DataFolder
  readonly storage: Uint8Array
  readonly files: FilePort
  /** Empty; the snapshot is restored into it. */
  readonly ensemble: Ensemble
  /** Last frame whose entry is in the ledger; -1 for none. */
  readonly token: number
  readonly syncMs: number
  readonly memoryBytes: number
  readonly report: Report
}

/** All state as of `frame`, and what came after it, in line. */
export interface Recovered {
  readonly frame: number
  readonly sensors: SensorTable
  readonly sequences: Sequences
  readonly waiting: Waiting
  readonly spool: Spool
  readonly snapshots: SnapshotStore
  /** Whether exchanges came since the last mark. */
  readonly markDue: boolean
}

/** The newest snapshot, and the frames of the spool that came after it. */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { folder, storage, files, report } = options
  const sensors = new SensorTable()
  const snapshots = snapshotStore({
    folder: folder.snapshots,
    storage,
    files,
    onUnreadable: (path) => report.setAside(path),
  })
  const snapshot = await snapshots.restore((found) => take(found, sensors, options.ensemble))
  const frame = snapshot?.frame ?? -1
  const line = new RecoveredLine(frame, sensors, options.memoryBytes)
  const spool = await openSpool({
    folder: folder.spool,
    storage,
    files,
    syncMs: options.syncMs,
    after: frame,
    // Numbers the ledger knows are never used again, even when their frames are gone.
    nextFrame: Math.max(frame, options.token) + 1,
    onRecovered: (place, plain) => line.add(place, plain),
    onFailed: (error) => report.trouble('spool', error),
  })
  const { sequences, waiting, markDue } = line
  return { frame, sensors, sequences, waiting, spool, snapshots, markDue }
}

function take(snapshot: Snapshot, sensors: SensorTable, ensemble: Ensemble): boolean {
  try {
    ensemble.restore(snapshot.ensemble)
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
  return sensors.restore(snapshot.sensors)
}

/** Frames after the snapshot: in line for analysis, and known to whoever looks for repeats. */
class RecoveredLine {
  readonly sequences = new Sequences()
  readonly waiting: Waiting
  markDue = false
  readonly #after: number

  constructor(after: number, sensors: SensorTable, memoryBytes: number) {
    this.#after = after
    this.waiting = new Waiting(memoryBytes)
    for (const { sensor, boot, seq } of sensors.sequences()) this.sequences.note(sensor, boot, seq)
  }

  add(place: SpoolPlace, plain: Uint8Array): void {
    if (place.frame <= this.#after) return
    const frame = decodeFrame(plain)
    if (frame === null) throw unknownFrame(place)
    this.#note(frame)
    this.waiting.add(place, frame, null)
  }

  #note(frame: Frame): void {
    if (frame.kind === 'mark') this.markDue = false
    if (frame.kind !== 'batch') return
    this.markDue ||= frame.accepted > 0
    if (frame.boot !== null && frame.seq !== null) {
      this.sequences.note(frame.sensor, frame.boot, frame.seq)
    }
  }
}

function unknownFrame({ frame, path }: SpoolPlace): WeirError {
  return new WeirError(
    'SPOOL_DAMAGED',
    `frame ${frame} of ${path} is none of this version. Start the version that wrote it, or move the spool folder away to go on without what it held.`,
  )
}
