import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where the console's files are; null where it was not installed or not built. */
export function consoleFolder(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('@weir/console/package.json')
    const folder = join(dirname(manifest), 'dist')
    return existsSync(join(folder, 'index.html')) ? folder : null
  } catch {
    return null
  }
}
