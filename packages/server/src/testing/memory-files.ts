import { basename, dirname } from 'node:path'
import type { FilePort, SegmentFile } from '../spool/file-port.ts'

/** What a test may let fail, by the name of the call. */
export type DiskCall = keyof FilePort | keyof SegmentFile

/** A disk that is gone with the test, fills up and fails as the test says. */
export interface MemoryFiles extends FilePort {
  /** Files by path; a test may cut, change and remove them as a crash or a thief would. */
  readonly contents: Map<string, Uint8Array>
  /** Bytes that can still be written; what is beyond fails with `ENOSPC` after its first part is written. */
  room: number
  /** The system's code a call fails with; without a row it works. */
  readonly failing: Map<DiskCall, string>
  /** Calls so far that make something durable: `sync` and `syncFolder`. */
  syncs: number
}

export function memoryFiles(contents: ReadonlyMap<string, Uint8Array> = new Map()): MemoryFiles {
  const disk: MemoryFiles = {
    contents: new Map(contents),
    room: Number.POSITIVE_INFINITY,
    failing: new Map(),
    syncs: 0,
    list: async (folder) => {
      await pass(disk, 'list')
      return [...disk.contents.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => basename(path))
    },
    create: async (path) => {
      await pass(disk, 'create')
      if (disk.contents.has(path)) throw systemError('EEXIST')
      disk.contents.set(path, new Uint8Array(0))
      return segmentFile(disk, path)
    },
    read: async (path, offset, length) => {
      await pass(disk, 'read')
      return bytesOf(disk, path).slice(offset, offset + length)
    },
    readAll: async (path) => {
      await pass(disk, 'readAll')
      return bytesOf(disk, path).slice()
    },
    truncate: async (path, length) => {
      await pass(disk, 'truncate')
      disk.contents.set(path, bytesOf(disk, path).slice(0, length))
    },
    remove: async (path) => {
      await pass(disk, 'remove')
      disk.contents.delete(path)
    },
    rename: async (from, to) => {
      await pass(disk, 'rename')
      disk.contents.set(to, bytesOf(disk, from))
      disk.contents.delete(from)
    },
    syncFolder: async () => {
      await pass(disk, 'syncFolder')
      disk.syncs += 1
    },
  }
  return disk
}

function segmentFile(disk: MemoryFiles, path: string): SegmentFile {
  return {
    append: async (bytes) => {
      await pass(disk, 'append')
      const written = bytes.subarray(0, Math.max(0, disk.room))
      disk.room -= written.length
      disk.contents.set(path, Buffer.concat([bytesOf(disk, path), written]))
      if (written.length < bytes.length) throw systemError('ENOSPC')
    },
    sync: async () => {
      await pass(disk, 'sync')
      disk.syncs += 1
    },
    close: () => pass(disk, 'close'),
  }
}

/** A real disk answers in a later turn, never in the same one. */
async function pass({ failing }: MemoryFiles, call: DiskCall): Promise<void> {
  await Promise.resolve()
  const code = failing.get(call)
  if (code !== undefined) throw systemError(code)
}

function bytesOf({ contents }: MemoryFiles, path: string): Uint8Array {
  const bytes = contents.get(path)
  if (bytes === undefined) throw systemError('ENOENT')
  return bytes
}

export function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: the disk of the test`), { code })
}
