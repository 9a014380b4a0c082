import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const packageName = '@weir/sensor-nginx'

/** The Lua files of the nginx sensor that is installed beside this command; null where there is none. */
export function luaFolder(): string | null {
  const searched = createRequire(import.meta.url).resolve.paths(packageName) ?? []
  const found = searched
    .map((path) => join(path, packageName, 'lua'))
    .find((path) => existsSync(path))
  return found === undefined ? null : realpathSync(found)
}
