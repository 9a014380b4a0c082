import { type SensorHost, type SensorSetup, sensorSetup } from '@weir/schema/setup'
import { luaFolder } from '../lua-folder.ts'

/** What to write where, with the paths of this installation. */
export function setupText(host: SensorHost, setup: SensorSetup): string {
  const folder = luaFolder()
  const text = sensorSetup(host, folder === null ? setup : { ...setup, luaFolder: folder })
  return `${text}\nThe key is shown this once. \`weir sensor list\` says when it was heard.\n`
}
