import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DiskCall, type MemoryFiles, memoryFiles } from '../testing/memory-files.ts'
import { storageKey } from '../testing/open-spool.ts'
import { type Snapshot, type SnapshotStore, snapshotStore } from './snapshot-store.ts'

const folder = '/snapshots'
const card = '4111 1111 1111 1111'

function storeOver(
  files: MemoryFiles,
  storage = storageKey,
): SnapshotStore & { readonly unreadable: readonly string[] } {
  const unreadable: string[] = []
  const onUnreadable = (path: string): void => void unreadable.push(path)
  return { ...snapshotStore({ folder, storage, files, onUnreadable }), unreadable }
}

function snapshot(frame: number, text = `state as of ${frame}`): Snapshot {
  return { frame, sensors: { text }, ensemble: Uint8Array.from(Buffer.from(text)) }
}

async function restored(store: SnapshotStore): Promise<Snapshot | null> {
  const found = await store.restore(() => true)
  return found === null ? null : { ...found, ensemble: Uint8Array.from(found.ensemble) }
}

async function filesWith(...frames: readonly number[]): Promise<MemoryFiles> {
  const files = memoryFiles()
  for (const frame of frames) await storeOver(files).keep(snapshot(frame))
  return files
}

function pathsOf({ contents }: MemoryFiles): readonly string[] {
  return [...contents.keys()].sort()
}

describe('snapshots', () => {
  it('give back the newest, or nothing where there is none', async () => {
    expect(await restored(storeOver(memoryFiles()))).toBeNull()
    expect(await restored(storeOver(await filesWith(3, 8)))).toEqual(snapshot(8))
  })
  it('come back as they were kept', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.jsonValue(),
        fc.uint8Array(),
        async (frame, sensors, ensemble) => {
          const store = storeOver(memoryFiles())
          await store.keep({ frame, sensors, ensemble })
          expect(JSON.stringify(await restored(store))).toBe(
            JSON.stringify({ frame, sensors, ensemble }),
          )
        },
      ),
      { numRuns: 50 },
    )
  })
  it('are the last two, and the frame of the older is told', async () => {
    const files = memoryFiles()
    const store = storeOver(files)
    const olders: number[] = []
    for (const frame of [3, 8, 12, 700]) olders.push(await store.keep(snapshot(frame)))
    expect(olders).toEqual([-1, 3, 8, 12])
    expect(files.contents.size).toBe(2)
  })
  it('of one frame twice let go of all before it', async () => {
    const files = await filesWith(3, 8)
    const store = storeOver(files)
    expect(await store.keep(snapshot(8, 'second'))).toBe(8)
    expect(await store.keep(snapshot(8, 'third'))).toBe(8)
    expect(files.contents.size).toBe(2)
    expect(await restored(store)).toEqual(snapshot(8, 'third'))
  })
  it('show nothing of what they hold', async () => {
    const files = memoryFiles()
    await storeOver(files).keep(snapshot(1, card))
    for (const bytes of files.contents.values()) {
      expect(Buffer.from(bytes).includes('4111')).toBe(false)
    }
  })
})

describe('a snapshot that cannot be read', () => {
  it('is set aside, and the one before it is taken: with any octet changed or the end missing', async () => {
    const files = await filesWith(3, 8)
    const [, newest = ''] = pathsOf(files)
    const whole = files.contents.get(newest) ?? new Uint8Array(0)
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, mask, isCut) => {
          const changed = Buffer.from(whole)
          changed.writeUInt8((whole[at] ?? 0) ^ mask, at)
          const damaged = memoryFiles(files.contents)
          damaged.contents.set(newest, isCut ? whole.slice(0, at) : changed)
          const store = storeOver(damaged)
          expect(await restored(store)).toEqual(snapshot(3))
          expect(store.unreadable).toEqual([newest])
          expect(pathsOf(damaged)[1]).toBe(`${newest}.unreadable`)
          expect(await restored(storeOver(damaged))).toEqual(snapshot(3))
        },
      ),
      { numRuns: 60 },
    )
  })
  it('is also one whose state nobody takes', async () => {
    const store = storeOver(await filesWith(3, 8))
    expect(await store.restore(({ frame }) => frame < 8)).toMatchObject({ frame: 3 })
    expect(store.unreadable).toHaveLength(1)
  })
  it('is not stepped over when there is no other, as under another secret: nothing is touched', async () => {
    const files = await filesWith(3, 8)
    const before = new Map(files.contents)
    await expect(restored(storeOver(files, Buffer.alloc(32, 2)))).rejects.toMatchObject({
      code: 'SNAPSHOT_UNREADABLE',
      message: expect.stringContaining('Put it back'),
    })
    expect(files.contents).toEqual(before)
  })
  it('is none of the files that only lie beside', async () => {
    const files = await filesWith(3)
    for (const name of ['notes', 'snapshot-9.0', 'snapshot-0000000000000009.0.draft']) {
      files.contents.set(`${folder}/${name}`, Buffer.from('x'))
    }
    expect(await restored(storeOver(files))).toEqual(snapshot(3))
  })
})

describe('a snapshot that cannot be written', () => {
  it.each<DiskCall>(['create', 'append', 'sync', 'close', 'rename'])(
    'because of %s leaves the two before it, and the next one is kept',
    async (call) => {
      const files = await filesWith(3, 8)
      const before = pathsOf(files)
      files.failing.set(call, 'EIO')
      await expect(storeOver(files).keep(snapshot(12))).rejects.toMatchObject({ code: 'EIO' })
      expect(pathsOf(files)).toEqual(before)
      files.failing.clear()
      expect(await restored(storeOver(files))).toEqual(snapshot(8))
      expect(await storeOver(files).keep(snapshot(12))).toBe(8)
    },
  )
  it('for want of space leaves no half of it', async () => {
    const files = await filesWith(3, 8)
    const before = pathsOf(files)
    files.room = 20
    await expect(storeOver(files).keep(snapshot(12))).rejects.toMatchObject({ code: 'ENOSPC' })
    expect(pathsOf(files)).toEqual(before)
  })
  it('because the process was killed meanwhile does not hinder the next', async () => {
    const files = await filesWith(3)
    files.contents.set(`${folder}/snapshot-0000000000000008.0.draft`, Buffer.from('half'))
    await storeOver(files).keep(snapshot(8))
    expect(await restored(storeOver(files))).toEqual(snapshot(8))
    expect(files.contents.size).toBe(2)
  })
})
