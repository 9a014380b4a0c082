import { newVolumes, type Volumes, volumesCodec } from './blueprint/index.ts'
import { type Findings, findingsCodec, newFindings } from './findings.ts'
import { type Codec, flag, record } from './lib/codec.ts'
import { type KeyedTable, keyedTableCodec, newKeyedTable } from './lib/keyed-table.ts'
import { limits } from './limits.ts'

/** State of the actors of one partition; nothing in it depends on the actors of another. */
export interface PartitionState {
  readonly volumes: Volumes
  readonly findings: Findings
  /** Credential and network pairs lane 2 has heard of. */
  readonly uses: KeyedTable<boolean>
}

export function newPartitionState(): PartitionState {
  return {
    volumes: newVolumes(),
    findings: newFindings(),
    uses: newKeyedTable(limits.actorsPerPartition),
  }
}

export const partitionStateCodec: Codec<PartitionState> = record({
  volumes: volumesCodec,
  findings: findingsCodec,
  uses: keyedTableCodec(flag, limits.actorsPerPartition),
})
