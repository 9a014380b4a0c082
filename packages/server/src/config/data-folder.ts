import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { messageOf, WeirError } from '../weir-error.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'

/** The folder one Weir process owns while it runs. */
export interface DataFolder {
  readonly path: string
  readonly secret: Uint8Array
  readonly spool: string
  readonly snapshots: string
  readonly ledger: string
  release(): void
}

const secretBytes = 32
const leastSecretBytes = 16

/** `$WEIR_DATA`, else the place the XDG base directory specification gives, which takes no relative path. */
export function defaultDataFolder(env: Readonly<Record<string, string | undefined>>): string {
  if (env['WEIR_DATA'] !== undefined && env['WEIR_DATA'] !== '') return env['WEIR_DATA']
  const share = env['XDG_DATA_HOME'] ?? ''
  return join(isAbsolute(share) ? share : join(homedir(), '.local', 'share'), 'weir')
}

/** Makes the folder where it is missing, locks it and reads or makes its secret. */
export function openDataFolder(path: string): DataFolder {
  const lock = attempt(path, () => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return lockFolder(path)
  })
  try {
    return attempt(path, () => open(path, lock))
  } catch (error) {
    lock.release()
    throw error
  }
}

function open(path: string, lock: FolderLock): DataFolder {
  const spool = join(path, 'spool')
  const snapshots = join(path, 'snapshots')
  for (const folder of [spool, snapshots]) mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    path,
    secret: installationSecret(join(path, 'secret')),
    spool,
    snapshots,
    ledger: join(path, 'ledger.duckdb'),
    release: () => lock.release(),
  }
}

/** The secret all keys are derived from; losing it loses the spool and every hash's meaning. */
function installationSecret(file: string): Uint8Array {
  if (!existsSync(file)) {
    // Renamed into place: a process killed meanwhile leaves no half a secret.
    const draft = `${file}.draft`
    writeFileSync(draft, randomBytes(secretBytes), { mode: 0o600, flush: true })
    renameSync(draft, file)
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  const secret = readFileSync(file)
  if (secret.length >= leastSecretBytes) return secret
  throw new WeirError(
    'DATA_FOLDER_UNUSABLE',
    `${file} has ${secret.length} bytes; at least ${leastSecretBytes} are needed. Put the original back, or start with an empty data folder.`,
  )
}

function attempt<Value>(path: string, act: () => Value): Value {
  try {
    return act()
  } catch (cause) {
    if (cause instanceof WeirError) throw cause
    throw new WeirError(
      'DATA_FOLDER_UNUSABLE',
      `the data folder ${path} cannot be used: ${messageOf(cause)}. Set WEIR_DATA or --data to a folder this user may write.`,
      { cause },
    )
  }
}
