import type { Hub } from './hub.ts'
import { until } from './loopback.ts'

/** Resolves in the middle of a load: once the hub has heard of so many exchanges more. */
export function underWay(hub: Hub, exchanges = 100): Promise<void> {
  const enough = hub.exchanges.length + exchanges
  return until(() => hub.exchanges.length >= enough, 'some exchanges')
}
