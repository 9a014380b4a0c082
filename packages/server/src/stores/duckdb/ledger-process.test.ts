import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { callRow, entry } from '../../testing/rows.ts'
import { temporaryFolder, temporaryStores } from '../../testing/temporary-stores.ts'
import { WeirError } from '../../weir-error.ts'
import type { LedgerEntry } from '../ledger.ts'
import type { Stores } from './open-stores.ts'

const kills = Number(process.env['WEIR_KILLS'] ?? 3)
const anything = { finding: null, actor: null, service: null, method: null, template: null }

function numbered(frame: number): LedgerEntry {
  return entry(frame, {
    calls: Array.from({ length: 20 }, (_, index) => callRow({ seq: frame * 20 + index })),
  })
}

/** As the analysis does: what was not acknowledged is sent again once the ledger is back. */
async function appendUntilTaken(stores: Stores, entries: readonly LedgerEntry[]): Promise<void> {
  for (;;) {
    try {
      await stores.ledger.append(entries)
      return
    } catch (error) {
      if (!(error instanceof WeirError) || !error.retryable) throw error
      await stores.process.ready()
    }
  }
}

async function kill(stores: Stores, signal: NodeJS.Signals): Promise<void> {
  await stores.process.ready()
  const pid = stores.process.pid()
  if (pid !== null) process.kill(pid, signal)
}

describe("the ledger's process", () => {
  it('loses and repeats nothing acknowledged when it is killed in the middle of appends', {
    timeout: 30_000 + kills * 3_000,
  }, async () => {
    const stores = await temporaryStores({ restartMs: 10 })
    const killAt = new Set(Array.from({ length: kills }, (_, index) => 10 + index * 15))
    const killed: Promise<void>[] = []
    let frame = 0
    while (frame < 20 + kills * 15) {
      const batch = [numbered(frame), numbered(frame + 1)]
      frame += 2
      const appended = appendUntilTaken(stores, batch)
      if (killAt.delete(frame) || killAt.delete(frame - 1)) killed.push(kill(stores, 'SIGKILL'))
      await appended
    }
    await Promise.all(killed)
    await appendUntilTaken(stores, [numbered(frame)])
    const rows = await stores.reader.query('calls', {
      filter: anything,
      before: null,
      limit: 10_000,
    })
    expect(rows).toHaveLength((frame + 1) * 20)
    expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length)
    expect(await stores.ledger.token()).toBe(frame)
    expect(stores.process.restarts()).toBeGreaterThanOrEqual(kills)
  })
  it('is replaced when it hangs, and says so meanwhile', async () => {
    const stores = await temporaryStores({ answerMs: 200, restartMs: 500 })
    await kill(stores, 'SIGSTOP')
    await expect(stores.ledger.append([numbered(1)])).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      retryable: true,
    })
    expect(stores.process.problem()).toContain('gave no answer for 200 ms')
    await stores.process.ready()
    expect(stores.process.problem()).toBeNull()
    await stores.ledger.append([numbered(1)])
    expect(await stores.ledger.token()).toBe(1)
  })
  it('refuses a file another process has open, and says what to do', async () => {
    const file = join(temporaryFolder(), 'ledger.duckdb')
    await temporaryStores({ file })
    await expect(temporaryStores({ file, lockMs: 0 })).rejects.toThrow(
      `Another process has the ledger ${file} open. End it, then start again.`,
    )
  })
  it('takes a file over as soon as its last process has let go of it', async () => {
    const file = join(temporaryFolder(), 'ledger.duckdb')
    const first = await temporaryStores({ file })
    await first.ledger.append([numbered(3)])
    const second = temporaryStores({ file })
    await first.close()
    expect(await (await second).ledger.token()).toBe(3)
  })
  it('refuses a damaged file and leaves it as it is', async () => {
    const file = join(temporaryFolder(), 'ledger.duckdb')
    writeFileSync(file, 'this is no ledger '.repeat(1_000))
    await expect(temporaryStores({ file })).rejects.toThrow(/cannot be read .* Move it and its/)
  })
  it('refuses a file of another version', async () => {
    const file = join(temporaryFolder(), 'ledger.duckdb')
    await (await temporaryStores({ file })).close()
    const instance = await DuckDBInstance.create(file)
    const connection = await instance.connect()
    await connection.run("INSERT INTO migrations VALUES (999, 'from the future')")
    connection.closeSync()
    instance.closeSync()
    await expect(temporaryStores({ file })).rejects.toThrow('written by another version of Weir')
  })
  it('answers nothing after it is closed, and closes twice', async () => {
    const stores = await temporaryStores()
    await stores.close()
    await stores.close()
    await expect(stores.ledger.token()).rejects.toMatchObject({ retryable: false })
  })
  it('keeps documents and the audit log over a kill', async () => {
    const stores = await temporaryStores({ restartMs: 10 })
    const change = {
      kind: 'rule',
      id: 'a',
      value: { on: true },
      expectedVersion: 0,
      atMs: 1,
      by: 'test',
    }
    expect(await stores.documents.put(change)).toEqual({ ok: true, version: 1 })
    await stores.audit.record({ atMs: 1, by: 'test', what: 'rule.set', target: 'a' })
    const before = stores.process.pid()
    await kill(stores, 'SIGKILL')
    await expect(stores.ledger.token()).rejects.toMatchObject({ retryable: true })
    await stores.process.ready()
    expect(stores.process.pid()).not.toBe(before)
    expect((await stores.documents.get('rule', 'a'))?.value).toEqual({ on: true })
    expect(await stores.reader.query('audit', { before: null, limit: 9 })).toHaveLength(1)
  })
})
