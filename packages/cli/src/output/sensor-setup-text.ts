import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type SensorHost, type SensorSetup, sensorSetup } from '@weir/schema/setup'

/** What to write where, with the paths of this installation. */
export function setupText(host: SensorHost, setup: SensorSetup): string {
  const luaFolder = folderOf('@weir/sensor-nginx', 'lua')
  const text = sensorSetup(host, luaFolder === null ? setup : { ...setup, luaFolder })
  return `${text}\nThe key is shown this once. \`weir sensor list\` says when it was heard.\n`
}

/** A folder of a package that is installed beside this one; null where there is none. */
function folderOf(name: string, folder: string): string | null {
  const searched = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = searched.map((path) => join(path, name, folder)).find((path) => existsSync(path))
  return found === undefined ? null : realpathSync(found)
}
