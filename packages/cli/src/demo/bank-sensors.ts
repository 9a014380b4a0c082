import { sensorSetup } from '@weir/schema/setup'
import type { RunningServer } from '@weir/server'
import { type BankSensors, watchedServices } from '@weir/testkit'
import { luaFolder } from '../lua-folder.ts'

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
    nginx: async () => {
      const folder = luaFolder()
      if (folder === null) return null
      const key = await weir.issueSensorKey('nginx', true)
      return sensorSetup('nginx', {
        url: weir.sensor.url,
        key,
        service: undefined,
        door: true,
        luaFolder: folder,
      })
    },
  }
}
