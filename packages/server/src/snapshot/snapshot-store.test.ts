import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MemoryDisk, memoryDisk } from '../testing/memory-disk.ts'
import { sealSnapshot, unsealSnapshot } from './snapshot-file.ts'
import { type Snapshot, type SnapshotStore, snapshotStore } from './snapshot-store.ts'

const folder = '/snapshots'
const storage = Buffer.alloc(32, 5)

function openStore(
  files: MemoryDisk,
  key: Uint8Array = storage,
): { readonly store: SnapshotStore; readonly unreadable: readonly string[] } {
  const unreadable: string[] = []
  const store = snapshotStore({
    folder,
    storage: key,
    files,
    onUnreadable: (path) => unreadable.push(path),
  })
  return { store, unreadable }
}

function snapshot(frame: number): Snapshot {
  return { frame, sensors: { of: frame }, ensemble: Buffer.from(`learned up to ${frame}`) }
}

function restored(store: SnapshotStore): Promise<Snapshot | null> {
  return store.restore(() => true)
}

function names({ files }: MemoryDisk): readonly string[] {
  return [...files.keys()].map((path) => path.slice(folder.length + 1)).sort()
}

/** The newest file gets one byte changed. */
function damageNewest(files: MemoryDisk): string {
  const path = join(folder, names(files).at(-1) ?? '')
  const bytes = Uint8Array.from(files.files.get(path) ?? [])
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
  files.files.set(path, bytes)
  return path
}

describe('snapshots', () => {
  it('are none at first, then the newest is restored as it was kept', async () => {
    const { store } = openStore(memoryDisk())
    expect(await restored(store)).toBeNull()
    for (const frame of [3, 20, 100]) {
      await store.keep(snapshot(frame))
      const found = await restored(store)
      expect(found).toMatchObject({ frame, sensors: { of: frame } })
      expect(Buffer.from(found?.ensemble ?? []).toString()).toBe(`learned up to ${frame}`)
    }
  })
  it('are two at most, and each says up to where frames may go', async () => {
    const files = memoryDisk()
    const { store } = openStore(files)
    expect(await store.keep(snapshot(3))).toBe(-1)
    expect(await store.keep(snapshot(20))).toBe(3)
    expect(await store.keep(snapshot(100))).toBe(20)
    expect(names(files)).toEqual(['snapshot-0000000000000020.0', 'snapshot-0000000000000100.0'])
    // Twice as of the same frame: then no frame up to it is needed.
    expect(await store.keep(snapshot(100))).toBe(100)
    expect(await store.keep(snapshot(100))).toBe(100)
    expect(names(files)).toEqual(['snapshot-0000000000000100.0', 'snapshot-0000000000000100.1'])
  })
  it('that are unreadable are set aside for the one before', async () => {
    const files = memoryDisk()
    const { store, unreadable } = openStore(files)
    await store.keep(snapshot(3))
    await store.keep(snapshot(20))
    const damaged = damageNewest(files)
    expect(await restored(store)).toMatchObject({ frame: 3 })
    expect(unreadable).toEqual([damaged])
    expect(names(files)).toEqual([
      'snapshot-0000000000000003.0',
      'snapshot-0000000000000020.0.unreadable',
    ])
    expect(await store.keep(snapshot(30))).toBe(3)
  })
  it('that the engine does not take are set aside, too', async () => {
    const { store, unreadable } = openStore(memoryDisk())
    await store.keep(snapshot(3))
    await store.keep(snapshot(20))
    expect(await store.restore(({ frame }) => frame < 20)).toMatchObject({ frame: 3 })
    expect(unreadable).toHaveLength(1)
  })
  it('under another secret are refused, and nothing is touched', async () => {
    const files = memoryDisk()
    await openStore(files).store.keep(snapshot(3))
    await openStore(files).store.keep(snapshot(20))
    const before = new Map(files.files)
    const other = openStore(files, Buffer.alloc(32, 6))
    await expect(restored(other.store)).rejects.toMatchObject({
      code: 'SNAPSHOT_UNREADABLE',
      message: expect.stringContaining('is the secret file the one they were made with?'),
    })
    expect(files.files).toEqual(before)
    expect(other.unreadable).toEqual([])
  })
  it('appear whole or not at all, whenever the disk refuses', async () => {
    const files = memoryDisk()
    const { store } = openStore(files)
    await store.keep(snapshot(3))
    const before = new Map(files.files)
    for (const call of ['create', 'append', 'sync'] as const) {
      files.failing.set(call, 'ENOSPC')
      await expect(store.keep(snapshot(20))).rejects.toMatchObject({ code: 'ENOSPC' })
      files.failing.clear()
      expect(files.files).toEqual(before)
    }
    // A process killed while it wrote leaves a draft, which is no snapshot and in nobody's way.
    files.files.set(join(folder, 'snapshot-0000000000000020.0.draft'), Buffer.from('half'))
    expect(await restored(store)).toMatchObject({ frame: 3 })
    expect(await store.keep(snapshot(20))).toBe(3)
    expect(names(files)).toHaveLength(2)
  })
})

describe('a sealed snapshot', () => {
  it('is opened by whoever has the key, whatever it holds, and shows nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }), (parts) => {
        const opened = unsealSnapshot(storage, sealSnapshot(storage, parts))
        expect(Buffer.from(opened ?? 'not opened').equals(Buffer.concat(parts))).toBe(true)
      }),
    )
    const plain = Buffer.from('ann.onymous@example.com')
    const sealed = Buffer.from(sealSnapshot(storage, [plain, plain]))
    expect(sealed.includes(plain.subarray(0, 4))).toBe(false)
  })
  it('is not opened when it is cut anywhere, or any byte is another', () => {
    const sealed = sealSnapshot(storage, [Buffer.from('state')])
    for (let at = 0; at < sealed.length; at += 1) {
      expect(unsealSnapshot(storage, sealed.subarray(0, at))).toBeNull()
      const changed = Uint8Array.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(unsealSnapshot(storage, changed)).toBeNull()
    }
  })
})
