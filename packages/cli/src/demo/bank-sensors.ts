import type { RunningServer } from '@weir/server'
import { type BankSensors, watchedServices } from '@weir/testkit'

/** A key for each process of the bank, which is sensor and door, so that each is counted by itself. */
export async function bankSensors(
  weir: Pick<RunningServer, 'sensor' | 'issueSensorKey'>,
): Promise<BankSensors> {
  const keys = new Map<string, string>()
  for (const service of watchedServices) {
    const [name = service] = service.split('.')
    keys.set(service, await weir.issueSensorKey(name === 'bank' ? 'edge' : name, true))
  }
  return {
    url: weir.sensor.url,
    doors: true,
    keyOf: (service) => keys.get(service) ?? weir.sensor.key,
  }
}
