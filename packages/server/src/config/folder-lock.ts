import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemCode, WeirError } from '../weir-error.ts'

/** Held while a process owns a data folder. */
export interface FolderLock {
  release(): void
}

const lockName = 'weir.lock'
const attempts = 3

/** Takes the lock, or names the process that has it. A lock whose process is gone is taken over. */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, lockName)
  const own = `${process.pid} ${startOf(process.pid)}\n`
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (create(file, own)) return { release: () => release(file, own) }
    const owner = ownerOf(file)
    if (owner !== null) throw busy(folder, owner)
    setAside(file)
  }
  throw busy(folder, ownerOf(file))
}

/** Linked into place, so that nobody ever reads a lock half written. */
function create(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, text, { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Renamed before it is removed: of several processes that find a dead lock one takes it away. */
function setAside(file: string): void {
  const aside = `${file}.${process.pid}.dead`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return
    throw error
  }
  try {
    if (ownerOf(aside) !== null) linkSync(aside, file)
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function release(file: string, own: string): void {
  if (readLock(file) === own) rmSync(file, { force: true })
}

/** The living process a lock names; null when there is none. */
function ownerOf(file: string): number | null {
  const [pidText = '', start = ''] = (readLock(file) ?? '').trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isAlive(pid)) return null
  return start === startOf(pid) ? pid : null
}

function readLock(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

/** Start time of a process in clock ticks (proc(5), field 22): a number used again is another process. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0'
  } catch {
    return '0'
  }
}

function busy(folder: string, pid: number | null): WeirError {
  const who = pid === null ? 'another process' : `process ${pid}`
  return new WeirError(
    'DATA_FOLDER_BUSY',
    `the data folder ${folder} is in use by ${who}. Stop it, or give this one a folder of its own with --data.`,
  )
}
