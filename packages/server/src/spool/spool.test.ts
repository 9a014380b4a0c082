import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type MemoryDisk, memoryDisk } from '../testing/memory-disk.ts'
import { temporaryFolder } from '../testing/temporary-stores.ts'
import type { WeirError } from '../weir-error.ts'
import { diskFiles, type FilePort } from './file-port.ts'
import { segmentName } from './recover-segments.ts'
import { headBytes } from './sealed-frames.ts'
import { openSpool, type Spool, type SpoolOptions } from './spool.ts'

const folder = '/spool'
const storage = Buffer.alloc(32, 3)

interface Opened {
  readonly spool: Spool
  /** Frames that were there, by number. */
  readonly recovered: ReadonlyMap<number, string>
  readonly failures: readonly unknown[]
}

async function open(files: FilePort, given: Partial<SpoolOptions> = {}): Promise<Opened> {
  const recovered = new Map<number, string>()
  const failures: unknown[] = []
  const spool = await openSpool({
    folder,
    storage,
    files,
    syncMs: 0,
    after: -1,
    nextFrame: 0,
    onRecovered: ({ frame }, plain) => recovered.set(frame, Buffer.from(plain).toString()),
    onFailed: (error) => failures.push(error),
    ...given,
  })
  return { spool, recovered, failures }
}

/** Appends one after the other and gives back the numbers of the frames. */
async function append(spool: Spool, texts: readonly string[]): Promise<readonly number[]> {
  const frames: number[] = []
  for (const text of texts) frames.push((await spool.append(Buffer.from(text))).frame)
  return frames
}

function codeOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => null,
    (error: WeirError) => error.code,
  )
}

const texts = ['', 'one', 'a longer second frame', 'x'.repeat(100), 'last']
const numberedTexts = new Map(texts.map((text, frame) => [frame, text]))

describe('a spool', () => {
  it('gives back every frame by its place, and all of them in order after it was opened again', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    const places = await Promise.all(texts.map((text) => spool.append(Buffer.from(text))))
    expect(places.map(({ frame }) => frame)).toEqual([0, 1, 2, 3, 4])
    for (const [index, place] of places.entries()) {
      expect(Buffer.from(await spool.read(place)).toString()).toBe(texts[index])
    }
    await spool.close()
    const again = await open(files)
    expect(again.recovered).toEqual(numberedTexts)
    expect(await append(again.spool, ['after'])).toEqual([5])
    expect(again.spool.bytes()).toBe(sizeOf(files))
  })
  it('shows nothing of what it keeps, not even in names', async () => {
    const place = temporaryFolder()
    const { spool } = await open(diskFiles, { folder: place })
    const secret = 'ann.onymous@example.com'
    await append(spool, [secret.repeat(50), secret])
    await spool.close()
    const names = await diskFiles.list(place)
    expect(names).toEqual([segmentName(0)])
    const bytes = Buffer.from(await diskFiles.readAll(join(place, segmentName(0))))
    expect(bytes.length).toBeGreaterThan(51 * secret.length)
    expect(bytes.includes(secret.slice(0, 6))).toBe(false)
  })
  it('cut at any byte recovers exactly the whole frames before the cut, and goes on', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    const ends: number[] = []
    for (const text of texts) {
      const { start, length } = await spool.append(Buffer.from(text))
      ends.push(start + length)
    }
    await spool.close()
    const path = join(folder, segmentName(0))
    const whole = await files.readAll(path)
    expect(ends.at(-1)).toBe(whole.length)
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const disk = memoryDisk()
      disk.files.set(path, whole.slice(0, cut))
      const kept = ends.filter((end) => end <= cut).length
      const { spool: next, recovered } = await open(disk)
      expect(recovered).toEqual(new Map([...numberedTexts].slice(0, kept)))
      expect(await append(next, ['next'])).toEqual([kept])
      await next.close()
      const after = await open(disk)
      expect(after.recovered).toEqual(new Map([...recovered, [kept, 'next']]))
    }
  })
  it('with a changed byte is refused, or ends before it', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    await append(spool, texts)
    await spool.close()
    const path = join(folder, segmentName(0))
    const whole = await files.readAll(path)
    for (let at = 0; at < whole.length; at += 1) {
      const disk = memoryDisk()
      const changed = whole.slice()
      changed[at] = (changed[at] ?? 0) ^ 0x40
      disk.files.set(path, changed)
      const read = new Map<number, string>()
      const code = await codeOf(
        open(disk, { onRecovered: ({ frame }, plain) => read.set(frame, String(plain)) }),
      )
      // A length that points past the end looks like a torn tail.
      expect([...read]).toEqual([...numberedTexts].slice(0, read.size))
      expect(read.size).toBeLessThan(texts.length)
      expect(code === null || code === 'SPOOL_DAMAGED').toBe(true)
    }
  })
  it('refuses to be opened under another secret, and leaves everything as it is', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    await append(spool, texts)
    await spool.close()
    const before = new Map(files.files)
    const wrong = open(files, { storage: Buffer.alloc(32, 4) })
    await expect(wrong).rejects.toMatchObject({
      code: 'SPOOL_DAMAGED',
      message: expect.stringMatching(/is the secret file the one it was made with/),
    })
    expect(files.files).toEqual(before)
  })
  it('refuses to be opened where a segment is missing, and goes on where it is not needed', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    await append(spool, ['one', 'two'])
    await spool.roll()
    await append(spool, ['three'])
    await spool.close()
    files.files.delete(join(folder, segmentName(0)))
    await expect(open(files)).rejects.toMatchObject({
      code: 'SPOOL_DAMAGED',
      message: expect.stringContaining('frames 0 to 1 are missing before it'),
    })
    const { recovered } = await open(files, { after: 1 })
    expect(recovered).toEqual(new Map([[2, 'three']]))
  })
  it('leaves a damaged segment as it is, also where the damage looks like a torn tail', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    await append(spool, ['one'])
    const { start } = await spool.append(Buffer.from('two'))
    await spool.roll()
    await append(spool, ['three'])
    await spool.close()
    const path = join(folder, segmentName(0))
    const changed = await files.readAll(path)
    changed[start - 2] = 0x10
    files.files.set(path, changed)
    await expect(open(files)).rejects.toMatchObject({
      code: 'SPOOL_DAMAGED',
      message: expect.stringContaining('frames 1 to 1 are missing before it'),
    })
    expect(files.files.get(path)).toBe(changed)
  })
  it('lets go of whole segments at or before a frame, and never uses a number again', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    await append(spool, ['one', 'two'])
    await spool.roll()
    await append(spool, ['three'])
    await spool.release(0)
    expect(files.files.size).toBe(2)
    await spool.release(2)
    expect([...files.files.keys()]).toEqual([join(folder, segmentName(2))])
    await spool.roll()
    await spool.release(2)
    expect(files.files.size).toBe(0)
    expect(spool.bytes()).toBe(0)
    expect(await append(spool, ['four'])).toEqual([3])
    await spool.close()
    expect((await open(files, { after: 2, nextFrame: 3 })).recovered).toEqual(
      new Map([[3, 'four']]),
    )
    expect(
      await append((await open(memoryDisk(), { after: 3, nextFrame: 9 })).spool, ['']),
    ).toEqual([9])
  })
})

describe('a spool whose disk is full', () => {
  it('refuses what does not fit, keeps nothing of it, and takes the next that does', async () => {
    const files = memoryDisk()
    const { spool, failures } = await open(files)
    await append(spool, ['one'])
    for (const space of [0, 1, 10]) {
      files.spaceBytes = space
      await expect(spool.append(Buffer.alloc(100))).rejects.toMatchObject({
        code: 'SPOOL_FULL',
        retryable: true,
        message: expect.stringMatching(/\(ENOSPC\)\. Free space on its disk/),
      })
      expect(spool.bytes()).toBe(sizeOf(files))
    }
    files.spaceBytes = Number.POSITIVE_INFINITY
    expect(await append(spool, ['two'])).toEqual([1])
    await spool.close()
    expect((await open(files)).recovered).toEqual(
      new Map([
        [0, 'one'],
        [1, 'two'],
      ]),
    )
    expect(failures).toEqual([])
  })
  it('advises space only where space is short', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    files.failing.set('create', 'EROFS')
    await expect(spool.append(Buffer.from('one'))).rejects.toMatchObject({
      code: 'SPOOL_FULL',
      message: expect.stringMatching(/\(EROFS\)\. Look at its folder and disk/),
    })
  })
  it('refuses all that were to be written together', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    files.spaceBytes = headBytes + 30
    const codes = await Promise.all([1, 2, 3].map(() => codeOf(spool.append(Buffer.alloc(20)))))
    expect(codes).toEqual(['SPOOL_FULL', 'SPOOL_FULL', 'SPOOL_FULL'])
    expect(files.files.size).toBe(0)
  })
  it('takes nothing more when what does not fit cannot be cut away', async () => {
    const files = memoryDisk()
    const { spool, failures } = await open(files)
    await append(spool, ['one'])
    files.spaceBytes = 10
    files.failing.set('truncate', 'EIO')
    await expect(spool.append(Buffer.alloc(100))).rejects.toMatchObject({ code: 'SPOOL_FULL' })
    files.spaceBytes = Number.POSITIVE_INFINITY
    files.failing.clear()
    await expect(spool.append(Buffer.from('two'))).rejects.toMatchObject({ code: 'SPOOL_FAILED' })
    expect(failures).toEqual([spool.failure])
    expect((await open(files)).recovered).toEqual(new Map([[0, 'one']]))
  })
})

describe('a spool whose disk does not keep what it took', () => {
  async function failing(
    files: MemoryDisk,
    act: (spool: Spool) => Promise<unknown>,
  ): Promise<void> {
    let told: (error: unknown) => void = () => undefined
    const failed = new Promise((resolve) => {
      told = resolve
    })
    const { spool } = await open(files, { onFailed: (error) => told(error) })
    await append(spool, ['one'])
    files.failing.set('sync', 'EIO')
    await act(spool)
    expect(await failed).toMatchObject({
      code: 'SPOOL_FAILED',
      message: expect.stringContaining('(EIO). Look at the disk, then start Weir again'),
    })
    files.failing.clear()
    expect(await codeOf(spool.append(Buffer.from('two')))).toBe('SPOOL_FAILED')
    expect(spool.failure).toMatchObject({ code: 'SPOOL_FAILED', retryable: false })
  }

  it('says so once and takes nothing more, when it syncs by the clock', async () => {
    const files = memoryDisk()
    await failing(files, () => Promise.resolve())
    expect(files.syncs).toBe(1)
  })
  it('says so and takes nothing more, when a segment ends', async () => {
    await failing(memoryDisk(), async (spool) => {
      expect(await codeOf(spool.roll())).toBe('SPOOL_FAILED')
    })
  })
  it('says what to do when a frame cannot be read back', async () => {
    const files = memoryDisk()
    const { spool } = await open(files)
    const place = await spool.append(Buffer.from('one'))
    files.files.set(place.path, new Uint8Array(100))
    await expect(spool.read(place)).rejects.toMatchObject({
      code: 'SPOOL_DAMAGED',
      message: expect.stringContaining('Put the file back from a backup'),
    })
  })
})

function sizeOf({ files }: MemoryDisk): number {
  return [...files.values()].reduce((sum, { length }) => sum + length, 0)
}
