import { dirname, join } from 'node:path'
import type { FilePort } from '../spool/file-port.ts'

/** A call of the disk that may fail. */
export type DiskCall = 'append' | 'create' | 'remove' | 'sync' | 'truncate'

export interface MemoryDisk extends FilePort {
  readonly files: Map<string, Uint8Array>
  /** System code each call fails with, until it is deleted. */
  readonly failing: Map<DiskCall, string>
  /** How much may still be written: an append beyond it writes what fits, then fails. */
  spaceBytes: number
  /** Calls of `sync` that were begun. */
  syncs: number
}

/** A disk that is gone with the test and fails where the test says so. */
export function memoryDisk(): MemoryDisk {
  const files = new Map<string, Uint8Array>()
  const failing = new Map<DiskCall, string>()
  const check = (call: DiskCall): void => {
    const code = failing.get(call)
    if (code !== undefined) throw systemError(code)
  }
  const contentOf = (path: string): Uint8Array => {
    const content = files.get(path)
    if (content === undefined) throw systemError('ENOENT')
    return content
  }
  const grow = (path: string, bytes: Uint8Array): void => {
    check('append')
    const fitting = bytes.subarray(0, Math.max(0, disk.spaceBytes))
    files.set(path, Buffer.concat([contentOf(path), fitting]))
    disk.spaceBytes -= fitting.length
    if (fitting.length < bytes.length) throw systemError('ENOSPC')
  }
  const disk: MemoryDisk = {
    files,
    failing,
    spaceBytes: Number.POSITIVE_INFINITY,
    syncs: 0,
    list: async (folder) =>
      [...files.keys()].filter((path) => dirname(path) === folder).map((path) => nameIn(path)),
    create: async (path) => {
      check('create')
      if (files.has(path)) throw systemError('EEXIST')
      files.set(path, new Uint8Array(0))
      return {
        append: async (bytes) => grow(path, bytes),
        sync: async () => {
          disk.syncs += 1
          check('sync')
        },
        close: async () => undefined,
      }
    },
    read: async (path, offset, length) => contentOf(path).slice(offset, offset + length),
    readAll: async (path) => contentOf(path).slice(),
    truncate: async (path, length) => {
      check('truncate')
      files.set(path, contentOf(path).slice(0, length))
    },
    remove: async (path) => {
      check('remove')
      files.delete(path)
    },
    rename: async (from, to) => {
      files.set(to, contentOf(from))
      files.delete(from)
    },
    syncFolder: async () => undefined,
  }
  return disk
}

function nameIn(path: string): string {
  return path.slice(join(dirname(path), '/').length)
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: the disk of the test`), { code })
}
