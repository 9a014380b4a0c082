import type { Ensemble } from '@weir/engine'
import type { Analyst } from '../analysis/analyst.ts'
import type { LedgerFeed } from '../analysis/ledger-feed.ts'
import type { SensorTable } from '../analysis/sensor-table.ts'
import type { Waiting } from '../ingest/waiting.ts'
import type { Spool } from '../spool/spool.ts'
import { messageOf } from '../weir-error.ts'
import type { Snapshot, SnapshotStore } from './snapshot-store.ts'

export interface KeeperParts {
  readonly store: SnapshotStore
  readonly analyst: Analyst
  readonly ensemble: Ensemble
  readonly sensors: SensorTable
  readonly feed: LedgerFeed
  readonly spool: Spool
  readonly waiting: Waiting
  /** Analysed frames that take more than this of the disk call for a snapshot before its time. */
  readonly mostReleasableBytes: number
  readonly onTrouble: (error: unknown) => void
}

/**
 * Keeps snapshots and lets go of the frames they make needless. A snapshot is kept only once the ledger
 * has everything up to its frame, and frames go only up to the older of the two kept ones; so at any
 * moment either of them, the frames after it and the ledger's token together say everything.
 */
export class SnapshotKeeper {
  readonly #parts: KeeperParts
  #last: number
  #released: number
  #problem: string | null = null
  #under: Promise<void> | null = null

  constructor(parts: KeeperParts, last: number) {
    this.#parts = parts
    this.#last = last
    this.#released = -1
  }

  get problem(): string | null {
    return this.#problem
  }

  /** True when analysed frames take much of the disk. */
  isUrgent(): boolean {
    const { spool, waiting, analyst, mostReleasableBytes } = this.#parts
    return analyst.frame > this.#released && spool.bytes() - waiting.bytes > mostReleasableBytes
  }

  /** One at a time; a failure is told and the next attempt comes at its time. */
  keep(): Promise<void> {
    this.#under ??= this.#keep()
      .then(
        () => {
          this.#problem = null
        },
        (error: unknown) => {
          this.#problem = `the state cannot be written: ${messageOf(error)}`
          this.#parts.onTrouble(error)
        },
      )
      .finally(() => {
        this.#under = null
      })
    return this.#under
  }

  async #keep(): Promise<void> {
    const { analyst, spool, feed, store } = this.#parts
    if (analyst.frame === this.#last && spool.bytes() === 0) return
    const snapshot = await this.#capture()
    if (snapshot === null) return
    await spool.roll()
    await feed.whenSettled(snapshot.frame)
    const older = await store.keep(snapshot)
    this.#last = snapshot.frame
    await spool.release(older)
    this.#released = older
  }

  async #capture(): Promise<Snapshot | null> {
    const { analyst, ensemble, sensors } = this.#parts
    let snapshot: Snapshot | null = null
    await analyst.between(() => {
      if (analyst.frame < 0) return
      snapshot = { frame: analyst.frame, sensors: sensors.encode(), ensemble: ensemble.snapshot() }
    })
    return snapshot
  }
}
