import { describe, expect, it } from 'vitest'
import { openSpool } from '../spool/spool.ts'
import { exchangeOf } from '../testing/exchange-lines.ts'
import { batchFrame } from '../testing/frames.ts'
import { type MemoryDisk, memoryDisk } from '../testing/memory-disk.ts'
import { createInbox, type Inbox, type InboxOptions } from './inbox.ts'
import { Waiting } from './waiting.ts'

interface Opened {
  readonly inbox: Inbox
  readonly disk: MemoryDisk
  readonly waiting: Waiting
  readonly clock: { nowMs: number }
}

async function opened(given: Partial<InboxOptions> = {}): Promise<Opened> {
  const disk = memoryDisk()
  const spool = await openSpool({
    folder: '/spool',
    storage: Buffer.alloc(32, 7),
    files: disk,
    syncMs: 0,
    after: -1,
    nextFrame: 0,
    onRecovered: () => undefined,
    onFailed: () => undefined,
  })
  const waiting = new Waiting(0)
  const clock = { nowMs: 1_000_000 }
  const now = (): number => clock.nowMs
  const inbox = createInbox({ spool, waiting, maxBytes: 10_000, markDue: false, now, ...given })
  return { inbox, disk, waiting, clock }
}

describe('the inbox', () => {
  it('puts frames in line in the order of their numbers, however they were appended', async () => {
    const { inbox, waiting } = await opened()
    await Promise.all(Array.from({ length: 20 }, (_, seq) => inbox.append(batchFrame({ seq }), [])))
    const line: number[] = []
    for (let first = waiting.first(); first !== null; first = waiting.first()) {
      line.push(first.place.frame)
      waiting.shift()
    }
    expect(line).toEqual(Array.from({ length: 20 }, (_, frame) => frame))
  })
  it('puts nothing in line that the spool did not take, and tells whoever appended', async () => {
    const { inbox, disk, waiting } = await opened()
    disk.spaceBytes = 0
    await expect(inbox.append(batchFrame(), [])).rejects.toMatchObject({ code: 'SPOOL_FULL' })
    expect(waiting.frames).toBe(0)
  })
  it('after a refusal of the disk asks it again a second later, not before', async () => {
    const { inbox, disk, clock } = await opened()
    expect(inbox.refusal()).toBeNull()
    disk.spaceBytes = 0
    await inbox.append(batchFrame(), []).catch(() => undefined)
    clock.nowMs += 999
    expect(inbox.refusal()).toMatchObject({ status: 429, retryAfterSeconds: 5 })
    clock.nowMs += 1
    expect(inbox.refusal()).toBeNull()
  })
  it('takes again at once when a frame got through', async () => {
    const { inbox, disk } = await opened()
    disk.spaceBytes = 0
    await inbox.append(batchFrame(), []).catch(() => undefined)
    disk.spaceBytes = Number.POSITIVE_INFINITY
    await inbox.append(batchFrame(), [])
    expect(inbox.refusal()).toBeNull()
  })
  it('is full when the spool takes as much of the disk as it may', async () => {
    const { inbox } = await opened({ maxBytes: 2_000 })
    await inbox.append(batchFrame({ lines: new Uint8Array(1_000) }), [])
    expect(inbox.refusal()).toBeNull()
    await inbox.append(batchFrame({ lines: new Uint8Array(1_000) }), [])
    expect(inbox.refusal()).toMatchObject({ status: 429 })
  })
  it('knows that a mark is due from the first exchange to the next mark', async () => {
    const { inbox } = await opened()
    expect(inbox.isMarkDue()).toBe(false)
    await inbox.append(batchFrame(), [])
    expect(inbox.isMarkDue()).toBe(false)
    await inbox.append(batchFrame(), [exchangeOf(1)])
    await inbox.append(batchFrame(), [])
    expect(inbox.isMarkDue()).toBe(true)
    await inbox.append({ kind: 'mark', arrivalMs: 1 }, [])
    expect(inbox.isMarkDue()).toBe(false)
    expect((await opened({ markDue: true })).inbox.isMarkDue()).toBe(true)
  })
})
