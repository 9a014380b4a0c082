import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exec, root } from './process.mjs'

const lockFile = join(root, 'package-lock.json')
const markFile = join(root, 'node_modules', '.weir-lock-sha256')
const installedFile = join(root, 'node_modules', '.package-lock.json')

/** Installs exactly what the lock file says, when that is not what is installed. */
export async function ensureInstalled() {
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex')
  if (textOf(markFile) === wanted) return 0
  if (!installedByHand()) {
    console.log('installing the dependencies of package-lock.json (once per change of it)')
    const code = await exec('npm', ['ci', '--ignore-scripts', '--loglevel=error'])
    if (code !== 0) return code
  }
  writeFileSync(markFile, wanted)
  return 0
}

/** True when an `npm install` already brought what the lock names; optional binaries may be absent. */
function installedByHand() {
  const installed = packagesOf(installedFile)
  const entries = Object.entries(packagesOf(lockFile))
  return entries
    .filter(([path, entry]) => path.startsWith('node_modules/') && entry.optional !== true)
    .every(([path, entry]) => path in installed && installed[path].version === entry.version)
}

function packagesOf(file) {
  const text = textOf(file)
  return text === '' ? {} : JSON.parse(text).packages
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
