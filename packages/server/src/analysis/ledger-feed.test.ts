import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { LedgerEntry } from '../stores/ledger.ts'
import { callRow, entry } from '../testing/rows.ts'
import { WeirError } from '../weir-error.ts'
import { LedgerFeed } from './ledger-feed.ts'

/** A ledger that answers each append when the test says so. */
class SlowLedger {
  readonly appended: (readonly LedgerEntry[])[] = []
  #answers: { resolve: () => void; reject: (error: unknown) => void }[] = []

  append(entries: readonly LedgerEntry[]): Promise<void> {
    this.appended.push([...entries])
    return new Promise((resolve, reject) => {
      this.#answers.push({ resolve, reject })
    })
  }

  async take(): Promise<void> {
    this.#answers.shift()?.resolve()
    await turns()
  }

  async refuse(): Promise<void> {
    this.#answers.shift()?.reject(away)
    await turns()
  }

  frames(): readonly (readonly number[])[] {
    return this.appended.map((entries) => entries.map(({ frame }) => frame))
  }
}

const away = new WeirError('LEDGER_UNAVAILABLE', 'The ledger is away.', { retryable: true })

/** Lets everything that is due go on. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve()
}

interface FeedUnderTest {
  readonly ledger: SlowLedger
  readonly feed: LedgerFeed
  readonly troubles: readonly unknown[]
}

function feedUnderTest(through = -1): FeedUnderTest {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const ledger = new SlowLedger()
  const troubles: unknown[] = []
  const unused = (): Promise<never> => Promise.reject(new TypeError('not of this test'))
  const all = {
    append: (entries: readonly LedgerEntry[]) => ledger.append(entries),
    token: unused,
    expire: unused,
    close: () => Promise.resolve(),
  }
  const feed = new LedgerFeed(all, through, (error) => troubles.push(error))
  return { ledger, feed, troubles }
}

function calls(frame: number, count = 1): LedgerEntry {
  const rows = Array.from({ length: count }, (_, seq) => callRow({ seq: frame * 10_000 + seq }))
  return entry(frame, { calls: rows })
}

function isSettled(promise: Promise<void>): () => boolean {
  let settled = false
  void promise.then(() => {
    settled = true
  })
  return () => settled
}

describe('the feed of the ledger', () => {
  it('writes one transaction at a time, and what came meanwhile together in the next', async () => {
    const { ledger, feed } = feedUnderTest()
    for (const frame of [0, 1, 2]) feed.push(calls(frame))
    expect(ledger.frames()).toEqual([[0]])
    expect(feed.settled).toBe(-1)
    await ledger.take()
    expect(ledger.frames()).toEqual([[0], [1, 2]])
    expect(feed.settled).toBe(0)
    await ledger.take()
    expect(feed.settled).toBe(2)
  })
  it('ends a transaction once it has two thousand calls', async () => {
    const { ledger, feed } = feedUnderTest()
    feed.push(calls(0))
    for (const frame of [1, 2, 3]) feed.push(calls(frame, 1_000))
    await ledger.take()
    expect(ledger.frames()).toEqual([[0], [1, 2]])
    await ledger.take()
    expect(ledger.frames()).toEqual([[0], [1, 2], [3]])
  })
  it('writes nothing for a frame without anything, and yet it is settled', async () => {
    const { ledger, feed } = feedUnderTest(6)
    expect(feed.settled).toBe(6)
    feed.push(entry(7))
    expect(feed.settled).toBe(7)
    feed.push(calls(8))
    feed.push(entry(9))
    expect(feed.settled).toBe(7)
    const settled = isSettled(feed.whenSettled(9))
    await ledger.take()
    expect([feed.settled, settled()]).toEqual([9, true])
    expect(ledger.frames()).toEqual([[8]])
  })
  it('keeps what is refused, says so once, and tries again at longer and longer pauses', async () => {
    const { ledger, feed, troubles } = feedUnderTest()
    feed.push(calls(0))
    await ledger.refuse()
    expect(feed.problem).toBe('The ledger is away.')
    feed.push(calls(1))
    for (const pauseMs of [50, 100, 200]) {
      const before = ledger.appended.length
      await vi.advanceTimersByTimeAsync(pauseMs - 1)
      expect(ledger.appended).toHaveLength(before)
      await vi.advanceTimersByTimeAsync(1)
      expect(ledger.frames().at(-1)).toEqual([0, 1])
      await ledger.refuse()
    }
    expect(troubles).toEqual([away])
    await vi.advanceTimersByTimeAsync(400)
    await ledger.take()
    expect([feed.problem, feed.settled]).toEqual([null, 1])
    feed.push(calls(2))
    await ledger.refuse()
    expect(troubles).toEqual([away, away])
  })
  it('is full at twenty thousand calls or four thousand entries, until some are taken', async () => {
    const { ledger, feed } = feedUnderTest()
    feed.push(calls(0, 19_999))
    expect(feed.isFull).toBe(false)
    feed.push(calls(1))
    expect(feed.isFull).toBe(true)
    const room = isSettled(feed.whenRoom())
    await turns()
    expect(room()).toBe(false)
    await ledger.take()
    expect([feed.isFull, room()]).toEqual([false, true])

    const other = feedUnderTest().feed
    for (let frame = 0; frame < 3_999; frame += 1) other.push(calls(frame))
    expect(other.isFull).toBe(false)
    other.push(calls(3_999))
    expect(other.isFull).toBe(true)
  })
  it('tries no more once it is closed', async () => {
    const { ledger, feed } = feedUnderTest()
    feed.push(calls(0))
    await ledger.refuse()
    feed.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ledger.appended).toHaveLength(1)

    const second = feedUnderTest()
    second.feed.push(calls(0))
    second.feed.push(calls(1))
    second.feed.close()
    await second.ledger.take()
    expect(second.ledger.frames()).toEqual([[0]])
    expect(second.feed.settled).toBe(0)
  })
})
