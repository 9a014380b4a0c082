import type { Sensor } from '@weir/schema/api'
import type { SensorStatus } from '../../hub.ts'
import type { IssuedKey } from '../../stores/sensor-keys.ts'
import { balanceView } from './balance.ts'

/** Sensors say every 30 s that they live; three times missed is silence. */
export const silentMs = 90_000

export function sensorStateOf(
  { lastMs }: Pick<SensorStatus, 'lastMs'>,
  nowMs: number,
): Sensor['state'] {
  if (lastMs === null) return 'never'
  return nowMs - lastMs <= silentMs ? 'live' : 'silent'
}

export function sensorView(
  status: SensorStatus,
  key: IssuedKey | undefined,
  nowMs: number,
): Sensor {
  const { own } = status
  return {
    name: status.name,
    environment: status.environment,
    state: sensorStateOf(status, nowMs),
    agent: status.agent,
    balance: balanceView(status.balance),
    own:
      own === null
        ? null
        : {
            boot: own.boot,
            observed: own.observed,
            sent: own.sent,
            dropped: own.dropped,
            dropped_by: own.droppedBy,
          },
    key: key === undefined ? null : { created_ms: key.createdMs, by: key.by, door: key.door },
    first_ms: status.firstMs,
    last_ms: status.lastMs,
  }
}
