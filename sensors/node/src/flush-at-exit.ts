import type { ExchangeSensor } from '@weir/sensor'
import type { Restore } from './replace-method.ts'

/**
 * A process that runs out of work sends what is queued, briefly and only where the hub has been answering.
 * Work started in `beforeExit` makes Node emit it again, so a host that listens itself is left alone.
 */
export function flushAtExit(sensor: ExchangeSensor, timeoutMs: number): Restore {
  const onBeforeExit = (): void => {
    process.off('beforeExit', onBeforeExit)
    if (process.listenerCount('beforeExit') > 0 || sensor.failing()) return
    if (sensor.balance().queued > 0) void sensor.flush(timeoutMs)
  }
  process.on('beforeExit', onBeforeExit)
  return () => process.off('beforeExit', onBeforeExit)
}
