import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type MemoryFiles, memoryFiles } from '../testing/memory-files.ts'
import { openedSpool } from '../testing/open-spool.ts'
import type { Spool, SpoolPlace } from './spool.ts'

const card = '4111 1111 1111 1111'

async function append(spool: Spool, texts: readonly string[]): Promise<readonly SpoolPlace[]> {
  return Promise.all(texts.map((text) => spool.append(Buffer.from(text))))
}

async function textAt(spool: Spool, place: SpoolPlace): Promise<string> {
  return Buffer.from(await spool.read(place)).toString()
}

/** Bytes of all files. */
function sizeOf({ contents }: MemoryFiles): number {
  return [...contents.values()].reduce((sum, { length }) => sum + length, 0)
}

describe('the spool', () => {
  it('reads back what was appended, in order, numbered without gaps', async () => {
    const { spool } = await openedSpool(memoryFiles())
    const places = [...(await append(spool, ['a', 'b', ''])), ...(await append(spool, ['d']))]
    expect(places.map(({ frame }) => frame)).toEqual([0, 1, 2, 3])
    expect(await Promise.all(places.map((place) => textAt(spool, place)))).toEqual([
      'a',
      'b',
      '',
      'd',
    ])
  })
  it('gives back to the next process what was appended, however the last one ended', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        fc.func(fc.constantFrom('go on', 'roll', 'kill', 'close')),
        async (batches, what) => {
          const files = memoryFiles()
          let opened = await openedSpool(files)
          for (const batch of batches) {
            await append(opened.spool, batch)
            const next = what(batch)
            if (next === 'roll') await opened.spool.roll()
            if (next === 'close') await opened.spool.close()
            if (next === 'close' || next === 'kill') opened = await openedSpool(files)
          }
          const { recovered, places, spool } = await openedSpool(files)
          expect(recovered).toEqual(batches.flat())
          expect(places.map(({ frame }) => frame)).toEqual(recovered.map((_, frame) => frame))
          expect(await Promise.all(places.map((place) => textAt(spool, place)))).toEqual(recovered)
          expect(spool.bytes()).toBe(sizeOf(files))
        },
      ),
      { numRuns: 60 },
    )
  })
  it('recovers, from a file that ends at any octet, exactly the frames that are whole, and goes on', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    await append(spool, ['first', 'second'])
    await spool.roll()
    const texts = ['', 'a', 'longer than the others', card]
    const places = await append(spool, texts)
    const path = places[0]?.path ?? ''
    const whole = files.contents.get(path) ?? new Uint8Array(0)
    for (let length = 0; length <= whole.length; length += 1) {
      const cut = memoryFiles(files.contents)
      cut.contents.set(path, whole.slice(0, length))
      const kept = places.filter((place) => place.start + place.length <= length).length
      const opened = await openedSpool(cut)
      expect(opened.recovered).toEqual(['first', 'second', ...texts.slice(0, kept)])
      await append(opened.spool, ['after'])
      const again = await openedSpool(cut)
      expect(again.recovered).toEqual([...opened.recovered, 'after'])
      expect(again.places.at(-1)?.frame).toBe(2 + kept)
    }
  })
  it('gives back no frame that was changed on the disk', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    const texts = ['first', 'second', 'third']
    const [place] = await append(spool, texts)
    const path = place?.path ?? ''
    const whole = files.contents.get(path) ?? new Uint8Array(0)
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: whole.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, mask) => {
          const changed = Buffer.from(whole)
          changed.writeUInt8((whole[at] ?? 0) ^ mask, at)
          const outcome = await openedSpool(memoryFiles(new Map([[path, changed]]))).then(
            ({ recovered }) => recovered,
            ({ code }) => code,
          )
          if (outcome !== 'SPOOL_DAMAGED') {
            expect(outcome).toEqual(texts.slice(0, Object(outcome).length))
            expect(outcome).not.toEqual(texts)
          }
        },
      ),
    )
  })
  it('keeps no text in clear, neither in a file nor in its name', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    await append(spool, [card, `${card} again`])
    await spool.close()
    expect(files.contents.size).toBe(1)
    for (const [path, bytes] of files.contents) {
      expect(path).toMatch(/^\/spool\/\d{16}\.spool$/)
      expect(Buffer.from(bytes).includes('4111')).toBe(false)
    }
  })
  it('refuses files of another secret and leaves them as they are', async () => {
    const files = memoryFiles()
    await append((await openedSpool(files)).spool, [card])
    const before = new Map(files.contents)
    await expect(openedSpool(files, { storage: Buffer.alloc(32, 2) })).rejects.toMatchObject({
      code: 'SPOOL_DAMAGED',
      message: expect.stringContaining('is the secret file the one it was made with?'),
    })
    expect(files.contents).toEqual(before)
  })
  it('steps over no gap: missing frames are named', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    for (const text of ['a', 'b', 'c']) {
      await append(spool, [text])
      await spool.roll()
    }
    const [first = '', second = ''] = [...files.contents.keys()].sort()
    const withoutSecond = memoryFiles(files.contents)
    withoutSecond.contents.delete(second)
    await expect(openedSpool(withoutSecond)).rejects.toThrow('frames 1 to 1 are missing before it')
    const withoutFirst = memoryFiles(files.contents)
    withoutFirst.contents.delete(first)
    await expect(openedSpool(withoutFirst)).rejects.toThrow('frames 0 to 0 are missing before it')
    expect((await openedSpool(withoutFirst, { after: 0 })).recovered).toEqual(['b', 'c'])
  })
  it('refuses a file that is none of its own', async () => {
    const files = memoryFiles(new Map([['/spool/0.spool', Buffer.alloc(4_096, 'x')]]))
    await expect(openedSpool(files)).rejects.toThrow('it has no head of a spool segment')
  })
  it('releases files whose frames are all needless, and uses no number again', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    await append(spool, ['a', 'b'])
    await spool.roll()
    await append(spool, ['c'])
    await spool.release(0)
    expect(files.contents.size).toBe(2)
    await spool.release(2)
    expect(files.contents.size).toBe(1)
    await spool.roll()
    await spool.release(2)
    expect([files.contents.size, spool.bytes()]).toEqual([0, 0])
    const [place] = await append(spool, ['d'])
    expect(place?.frame).toBe(3)
    expect((await openedSpool(files, { after: 2 })).recovered).toEqual(['d'])
  })
  it('begins with the number it is told to when others were used before', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files, { after: 4, nextFrame: 9 })
    expect((await append(spool, ['a']))[0]?.frame).toBe(9)
    const again = await openedSpool(files, { after: 4 })
    expect(again.places.map(({ frame }) => frame)).toEqual([9])
  })
  it('makes frames durable beside the writes, and all of them when it ends a file', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files, { syncMs: 60_000 })
    await append(spool, ['a'])
    const before = files.syncs
    await spool.close()
    expect(files.syncs).toBeGreaterThan(before)
  })
})

describe('the spool on a full disk', () => {
  it('refuses what does not fit, keeps nothing of it, and goes on once there is room', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.string(), fc.nat({ max: 120 })), { maxLength: 8 }),
        async (frames) => {
          const files = memoryFiles()
          const { spool, failures } = await openedSpool(files)
          const taken: string[] = []
          for (const [text, room] of frames) {
            files.room = room
            const code = await append(spool, [text]).then(
              () => 'taken',
              (error) => error.code,
            )
            if (code === 'taken') taken.push(text)
            else expect(code).toBe('SPOOL_FULL')
            expect(spool.bytes()).toBe(sizeOf(files))
          }
          files.room = Number.POSITIVE_INFINITY
          await append(spool, ['after'])
          expect(failures).toEqual([])
          expect((await openedSpool(files)).recovered).toEqual([...taken, 'after'])
        },
      ),
      { numRuns: 60 },
    )
  })
  it('says so in words a person can act on, and that trying again helps', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    files.room = 0
    await expect(append(spool, [card])).rejects.toMatchObject({
      code: 'SPOOL_FULL',
      retryable: true,
      message: expect.stringMatching(/\(ENOSPC\)\. Free space on its disk/),
    })
    files.failing.set('create', 'EROFS')
    await expect(append(spool, [card])).rejects.toMatchObject({
      code: 'SPOOL_FULL',
      message: expect.stringMatching(/\(EROFS\)\. Look at its folder and disk/),
    })
  })
  it('refuses all frames of one write together', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    await append(spool, ['first'])
    files.room = 30
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c'].map((text) => spool.append(Buffer.from(text))),
    )
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect((await openedSpool(files)).recovered).toEqual(['first'])
  })
})

describe('the spool on a failing disk', () => {
  it('takes nothing more once frames could not be made durable, and says so once', async () => {
    const files = memoryFiles()
    files.failing.set('sync', 'EIO')
    const { spool, failed, failures } = await openedSpool(files)
    await append(spool, ['a'])
    await failed
    expect(spool.failure?.message).toMatch(/\(EIO\)\. Look at the disk, then start Weir again/)
    files.failing.clear()
    await expect(append(spool, ['b'])).rejects.toMatchObject({ code: 'SPOOL_FAILED' })
    expect(failures).toEqual([spool.failure])
    expect((await openedSpool(files)).recovered).toEqual(['a'])
  })
  it.each(['roll', 'close'] as const)('fails alike when it ends a file by %s', async (verb) => {
    const files = memoryFiles()
    const { spool, failures } = await openedSpool(files, { syncMs: 60_000 })
    await append(spool, ['a'])
    files.failing.set('sync', 'EIO')
    await expect(spool[verb]()).rejects.toMatchObject({ code: 'SPOOL_FAILED' })
    expect(failures).toHaveLength(1)
  })
  it('takes nothing more when half a frame cannot be cut off again', async () => {
    const files = memoryFiles()
    const { spool, failures } = await openedSpool(files)
    await append(spool, ['a'])
    files.room = 10
    files.failing.set('truncate', 'EIO')
    await expect(append(spool, ['b'])).rejects.toMatchObject({ code: 'SPOOL_FULL' })
    files.room = Number.POSITIVE_INFINITY
    files.failing.clear()
    await expect(append(spool, ['c'])).rejects.toMatchObject({ code: 'SPOOL_FAILED' })
    expect(failures).toHaveLength(1)
    expect((await openedSpool(files)).recovered).toEqual(['a'])
  })
  it('says what to do when a frame cannot be read back', async () => {
    const files = memoryFiles()
    const { spool } = await openedSpool(files)
    const [place] = await append(spool, ['a'])
    if (place === undefined) throw new Error('expected a place')
    files.contents.set(place.path, new Uint8Array(100))
    await expect(spool.read(place)).rejects.toMatchObject({
      code: 'SPOOL_DAMAGED',
      message: expect.stringContaining('Put the file back from a backup'),
    })
    await spool.roll()
    await spool.release(0)
    await expect(spool.read(place)).rejects.toMatchObject({ code: 'SPOOL_DAMAGED' })
  })
})
