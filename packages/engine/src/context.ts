import type { EngineConfig } from './config.ts'
import type { Networks } from '@weir/schema/caller'
import type { KeyedHasher } from './ports.ts'

/** Settings, tables and ports all engines of a process share. */
export interface EngineContext {
  readonly config: EngineConfig
  readonly networks: Networks
  readonly hasher: KeyedHasher
}
