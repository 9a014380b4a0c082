import type { Sensor } from '@weir/schema/api'
import type { SelfTest } from '../../coverage/self-tests.ts'
import type { Sight } from '../../coverage/sensor-sight.ts'
import { type SensorStatus, silentMs } from '../../hub.ts'
import type { IssuedKey } from '../../stores/sensor-keys.ts'
import { balanceView } from './balance.ts'

export function sensorStateOf(
  { lastMs }: Pick<SensorStatus, 'lastMs'>,
  nowMs: number,
): Sensor['state'] {
  if (lastMs === null) return 'never'
  return nowMs - lastMs <= silentMs ? 'live' : 'silent'
}

/** What is known of a sensor from several places. */
export interface SensorParts {
  readonly status: SensorStatus
  readonly key: IssuedKey | undefined
  readonly sight: Sight | null
  readonly lastTest: SelfTest | null
}

export function sensorView({ status, key, sight, lastTest }: SensorParts, nowMs: number): Sensor {
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
    clock_offset_ms: status.clockOffsetMs,
    sight: sight === null ? null : sightView(sight),
    last_check: lastTest === null ? null : lastCheckView(lastTest, nowMs),
  }
}

function sightView(sight: Sight): NonNullable<Sensor['sight']> {
  const { windowS, exchanges, ratePerS, vantages, lagMs, ...counts } = sight
  return {
    window_s: windowS,
    exchanges,
    rate_per_s: ratePerS,
    vantages: [...vantages],
    truncated: counts.truncated,
    unanswered: counts.unanswered,
    unreadable: counts.unreadable,
    secondary: counts.secondary,
    lag_ms: lagMs,
  }
}

export function selfTestStateOf(
  { arrived, untilMs }: SelfTest,
  nowMs: number,
): NonNullable<Sensor['last_check']>['state'] {
  if (arrived !== null) return 'arrived'
  return nowMs < untilMs ? 'waiting' : 'missed'
}

function lastCheckView(test: SelfTest, nowMs: number): NonNullable<Sensor['last_check']> {
  return {
    at_ms: test.startedMs,
    state: selfTestStateOf(test, nowMs),
    after_ms: test.arrived?.afterMs ?? null,
  }
}
