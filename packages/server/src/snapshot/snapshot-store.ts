import { join } from 'node:path'
import type { FilePort } from '../spool/file-port.ts'
import { WeirError } from '../weir-error.ts'
import { sealSnapshot, unsealSnapshot } from './snapshot-file.ts'

/** All state as of one frame. */
export interface Snapshot {
  readonly frame: number
  readonly sensors: unknown
  readonly ensemble: Uint8Array
}

/**
 * Snapshots as sealed files, the last two of them. A file appears whole or not at all. One that cannot
 * be read is set aside and the one before it is used: the spool still has what came after that.
 */
export interface SnapshotStore {
  /** The newest that can be read and `use` takes; null where there is none. */
  restore(use: (snapshot: Snapshot) => boolean): Promise<Snapshot | null>
  /** Resolves to the frame of the older of the two that are kept then; -1 while there is one. */
  keep(snapshot: Snapshot): Promise<number>
}

export interface SnapshotStoreOptions {
  readonly folder: string
  readonly storage: Uint8Array
  readonly files: FilePort
  /** A snapshot was set aside and the one before it taken. */
  readonly onUnreadable: (path: string) => void
}

/** `snapshot-<frame>.<0|1>`: the second of the same frame lets an idle spool empty itself. */
const nameForm = /^snapshot-(?<frame>\d{16})\.[01]$/
const kept = 2

export function snapshotStore(options: SnapshotStoreOptions): SnapshotStore {
  const { folder, storage, files } = options
  const names = async (): Promise<readonly string[]> =>
    (await files.list(folder)).filter((name) => nameForm.test(name)).sort()
  return {
    restore: async (use) => {
      const unreadable: string[] = []
      for (const name of (await names()).toReversed()) {
        const path = join(folder, name)
        const snapshot = decode(unsealSnapshot(storage, await files.readAll(path)))
        if (snapshot !== null && use(snapshot)) {
          await setAside(options, unreadable)
          return snapshot
        }
        unreadable.push(path)
      }
      if (unreadable.length > 0) throw noneReadable(folder)
      return null
    },
    keep: async (snapshot) => {
      const before = await names()
      const first = nameOf(snapshot.frame, 0)
      const name = before.includes(first) ? nameOf(snapshot.frame, 1) : first
      await write(options, name, sealSnapshot(storage, encode(snapshot)))
      const now = [...new Set([...before, name])].sort()
      for (const old of now.slice(0, -kept)) await files.remove(join(folder, old))
      const [older] = now.slice(-kept)
      return now.length < kept || older === undefined ? -1 : frameOf(older)
    },
  }
}

/** Only once another was taken: under a wrong secret all are unreadable, and nothing is touched. */
async function setAside(
  { files, onUnreadable }: SnapshotStoreOptions,
  paths: readonly string[],
): Promise<void> {
  for (const path of paths) {
    await files.rename(path, `${path}.unreadable`)
    onUnreadable(path)
  }
}

function nameOf(frame: number, copy: 0 | 1): string {
  return `snapshot-${String(frame).padStart(16, '0')}.${copy}`
}

function frameOf(name: string): number {
  return Number(nameForm.exec(name)?.groups?.['frame'] ?? -1)
}

async function write(
  { folder, files }: SnapshotStoreOptions,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  const draft = join(folder, `${name}.draft`)
  await files.remove(draft)
  try {
    const file = await files.create(draft)
    try {
      await file.append(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await files.rename(draft, join(folder, name))
    await files.syncFolder(folder)
  } catch (error) {
    await files.remove(draft)
    throw error
  }
}

const lengthBytes = 4
const format = 1

/** Head length u32 LE, head (JSON), state of the ensemble. */
function encode({ frame, sensors, ensemble }: Snapshot): readonly Uint8Array[] {
  const head = Buffer.from(JSON.stringify({ format, frame, sensors }), 'utf8')
  const length = Buffer.alloc(lengthBytes)
  length.writeUInt32LE(head.length)
  return [length, head, ensemble]
}

function decode(plain: Uint8Array | null): Snapshot | null {
  if (plain === null || plain.length < lengthBytes) return null
  const bytes = Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength)
  const end = lengthBytes + bytes.readUInt32LE()
  if (end > bytes.length) return null
  const head = parse(bytes.toString('utf8', lengthBytes, end))
  if (typeof head !== 'object' || head === null) return null
  if (!('format' in head) || head.format !== format) return null
  if (!('frame' in head) || typeof head.frame !== 'number' || !('sensors' in head)) return null
  return { frame: head.frame, sensors: head.sensors, ensemble: bytes.subarray(end) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function noneReadable(folder: string): WeirError {
  return new WeirError(
    'SNAPSHOT_UNREADABLE',
    `no snapshot in ${folder} can be opened; is the secret file the one they were made with? Put it back, or move the snapshots and spool folders away to learn from the beginning.`,
  )
}
