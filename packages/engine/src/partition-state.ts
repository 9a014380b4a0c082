import { newVolumes, type Volumes, volumesCodec } from './blueprint/index.ts'
import { type Findings, findingsCodec, newFindings } from './findings.ts'
import { type Codec, CodecError, flag, record } from './lib/codec.ts'
import { type KeyedTable, keyedTableCodec, newKeyedTable } from './lib/keyed-table.ts'
import { limits } from './limits.ts'
import { type Tracker, trackers, type Watch } from './trackers/index.ts'

/** State of the actors of one partition; nothing in it depends on the actors of another. */
export interface PartitionState {
  readonly volumes: Volumes
  readonly findings: Findings
  /** Credential and place pairs lane 2 has heard of. */
  readonly uses: KeyedTable<boolean>
  /** Every tracker's watch over this partition. */
  readonly watches: ReadonlyMap<Tracker, Watch>
}

export function newPartitionState(): PartitionState {
  return {
    volumes: newVolumes(),
    findings: newFindings(),
    uses: newKeyedTable(limits.actorsPerPartition),
    watches: newWatches(),
  }
}

function newWatches(): ReadonlyMap<Tracker, Watch> {
  return new Map(trackers.map((tracker) => [tracker, tracker.start()]))
}

/** Watches by the tracker's id; one that a snapshot does not know yet begins anew. */
const watchesCodec: Codec<ReadonlyMap<Tracker, Watch>> = {
  encode: (watches) =>
    Object.fromEntries([...watches].map(([{ id }, watch]) => [id, watch.encode()])),
  decode: (input) => {
    if (typeof input !== 'object' || input === null) throw new CodecError('expected an object')
    const saved = new Map<string, unknown>(Object.entries(input))
    const watches = newWatches()
    for (const [{ id }, watch] of watches) if (saved.has(id)) watch.restore(saved.get(id))
    return watches
  },
}

export const partitionStateCodec: Codec<PartitionState> = record({
  volumes: volumesCodec,
  findings: findingsCodec,
  uses: keyedTableCodec(flag, limits.actorsPerPartition),
  watches: watchesCodec,
})
