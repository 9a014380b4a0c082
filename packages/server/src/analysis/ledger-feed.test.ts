import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LedgerEntry } from '../stores/ledger.ts'
import { deferred } from '../testing/deferred.ts'
import { callRow, entry } from '../testing/rows.ts'
import { LedgerFeed } from './ledger-feed.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

interface Fed {
  readonly feed: LedgerFeed
  /** What the ledger was given, one list per transaction it was asked for. */
  readonly asked: (readonly LedgerEntry[])[]
  /** Frames the ledger took. */
  readonly taken: number[]
  readonly troubles: unknown[]
  /** What the ledger does with the next transactions; it takes all when this is null. */
  answer: (() => Promise<void>) | null
}

function fed(through = -1): Fed {
  const asked: (readonly LedgerEntry[])[] = []
  const taken: number[] = []
  const troubles: unknown[] = []
  const ledger = {
    token: () => Promise.resolve(taken.at(-1) ?? -1),
    append: async (entries: readonly LedgerEntry[]): Promise<void> => {
      asked.push(entries)
      await state.answer?.()
      taken.push(...entries.map(({ frame }) => frame))
    },
    expire: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const feed = new LedgerFeed(ledger, through, (error) => troubles.push(error))
  const state: Fed = { feed, asked, taken, troubles, answer: null }
  return state
}

function calls(frame: number, count = 1): LedgerEntry {
  return entry(frame, {
    calls: Array.from({ length: count }, (_, index) => callRow({ seq: frame * 10_000 + index })),
  })
}

const away = (): Promise<void> => Promise.reject(new Error('The ledger is away.'))

/** Lets promises settle. */
async function turns(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

describe('feeding the ledger', () => {
  it('asks for one transaction at a time and puts what came meanwhile into the next', async () => {
    const state = fed()
    const gate = deferred()
    state.answer = () => gate.promise
    for (let frame = 0; frame < 5; frame += 1) state.feed.push(calls(frame))
    await turns()
    expect(state.asked).toHaveLength(1)
    gate.resolve()
    await state.feed.whenSettled(4)
    expect(state.asked.map((entries) => entries.map(({ frame }) => frame))).toEqual([
      [0],
      [1, 2, 3, 4],
    ])
  })
  it('puts some 2,000 calls into one transaction and divides no entry', async () => {
    const state = fed()
    const gate = deferred()
    state.answer = () => gate.promise
    state.feed.push(calls(0))
    for (let frame = 1; frame < 6; frame += 1) state.feed.push(calls(frame, 900))
    state.feed.push(calls(6, 5_000))
    gate.resolve()
    await state.feed.whenSettled(6)
    expect(state.asked.map((entries) => entries.map(({ frame }) => frame))).toEqual([
      [0],
      [1, 2, 3],
      [4, 5, 6],
    ])
  })
  it('does not ask for frames that leave nothing behind, and counts them as settled', async () => {
    const state = fed(6)
    expect(state.feed.settled).toBe(6)
    state.feed.push(entry(7))
    expect(state.feed.settled).toBe(7)
    const gate = deferred()
    state.answer = () => gate.promise
    state.feed.push(calls(8))
    state.feed.push(entry(9))
    expect(state.feed.settled).toBe(7)
    gate.resolve()
    await state.feed.whenSettled(9)
    expect([state.feed.settled, state.taken]).toEqual([9, [8]])
  })
})

describe('a ledger that takes nothing', () => {
  it('is asked again after pauses that double up to five seconds, and told of once', async () => {
    const state = fed()
    state.answer = away
    state.feed.push(calls(0))
    await turns()
    const pauses: number[] = []
    for (let attempt = 1; attempt < 10; attempt += 1) {
      let waited = 0
      while (state.asked.length === attempt) {
        await vi.advanceTimersByTimeAsync(50)
        waited += 50
      }
      pauses.push(waited)
    }
    expect(pauses).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000])
    expect(state.troubles).toHaveLength(1)
    expect(state.feed.problem).toBe('The ledger is away.')
    expect(state.feed.settled).toBe(-1)
  })
  it('gets everything once it is back, in order, and the next outage is told of again', async () => {
    const state = fed()
    for (const outage of [1, 2]) {
      state.answer = away
      const first = outage * 10
      for (let frame = first; frame < first + 5; frame += 1) state.feed.push(calls(frame))
      await vi.advanceTimersByTimeAsync(60)
      state.answer = null
      await vi.advanceTimersByTimeAsync(200)
      expect(state.feed.problem).toBeNull()
      expect(state.troubles).toHaveLength(outage)
    }
    expect(state.taken).toEqual([10, 11, 12, 13, 14, 20, 21, 22, 23, 24])
    expect(state.feed.settled).toBe(24)
  })
  it('makes the analysis wait when 20,000 calls or 4,000 frames are kept, until it takes again', async () => {
    for (const fill of [
      (state: Fed): void => state.feed.push(calls(0, 20_000)),
      (state: Fed): void => {
        for (let frame = 0; frame < 4_000; frame += 1) state.feed.push(calls(frame))
      },
    ]) {
      const state = fed()
      state.answer = away
      fill(state)
      expect(state.feed.isFull).toBe(true)
      let hasRoom = false
      void state.feed.whenRoom().then(() => (hasRoom = true))
      await vi.advanceTimersByTimeAsync(60)
      expect(hasRoom).toBe(false)
      state.answer = null
      await vi.advanceTimersByTimeAsync(200)
      expect([hasRoom, state.feed.isFull]).toEqual([true, false])
    }
  })
  it('is asked no more after the end', async () => {
    const state = fed()
    state.answer = away
    state.feed.push(calls(0))
    await turns()
    state.feed.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state.asked).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })
  it('is asked no more when it fails after the end', async () => {
    const state = fed()
    const gate = deferred()
    state.answer = () => gate.promise
    state.feed.push(calls(0))
    await turns()
    state.feed.close()
    gate.reject(new Error('The ledger is closed.'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state.asked).toHaveLength(1)
  })
})
