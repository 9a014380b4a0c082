import { type FileHandle, open, readdir, rename, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'

/** One growing file of the spool. */
export interface SegmentFile {
  /** Writes all of it at the end, or throws; part of it may have been written then. */
  append(bytes: Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

/** What the spool asks of a disk; tests put a full one behind it. */
export interface FilePort {
  list(folder: string): Promise<readonly string[]>
  create(path: string): Promise<SegmentFile>
  read(path: string, offset: number, length: number): Promise<Uint8Array>
  readAll(path: string): Promise<Uint8Array>
  truncate(path: string, length: number): Promise<void>
  remove(path: string): Promise<void>
  rename(from: string, to: string): Promise<void>
  /** Makes a new or removed name of the folder durable. */
  syncFolder(folder: string): Promise<void>
}

export const diskFiles: FilePort = {
  list: (folder) => readdir(folder),
  create: async (path) => segmentFile(await open(path, 'ax', 0o600)),
  read: (path, offset, length) => withFile(path, (file) => readExactly(file, offset, length)),
  readAll: (path) => withFile(path, (file) => file.readFile()),
  truncate: (path, length) => truncate(path, length),
  remove: (path) => rm(path, { force: true }),
  rename: (from, to) => rename(from, to),
  syncFolder,
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder; there the file system journals names itself.
  if (process.platform === 'win32') return
  await withFile(join(folder, '.'), (file) => file.sync())
}

async function withFile<Value>(
  path: string,
  use: (file: FileHandle) => Promise<Value>,
): Promise<Value> {
  const file = await open(path, 'r')
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

async function readExactly(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, length - done, offset + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}

function segmentFile(file: FileHandle): SegmentFile {
  return {
    append: async (bytes) => {
      let done = 0
      while (done < bytes.length) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done)
        done += bytesWritten
      }
    },
    sync: () => file.datasync(),
    close: () => file.close(),
  }
}
