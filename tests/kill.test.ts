import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, describe, expect, it } from 'vitest'
import { startWeirProcess, type WeirProcess } from './testing/weir-process.ts'

/** Kills in one run; many only where somebody asks for them. */
const kills = Number(process.env['WEIR_KILLS'] ?? '3')
const seed = Number(process.env['WEIR_KILL_SEED'] ?? String(Date.now() % 1_000_000))
const linesPerBatch = 25
const leastBatches = 60
const folder = mkdtempSync(join(tmpdir(), 'weir-kill-'))
const config = join(folder, 'weir.yaml')
writeFileSync(config, 'analysis: { mark_ms: 150, snapshot_ms: 600 }\nspool: { sync_ms: 20 }\n')

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Mulberry32 (Ettinger, 2017, public domain), so that a failure can be seen again. */
function randomFrom(start: number): () => number {
  let state = start >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function batch(seq: number): string {
  const lines = Array.from({ length: linesPerBatch }, (_, at) => {
    const index = seq * linesPerBatch + at
    const misuse = index % 40 === 7
    return JSON.stringify({
      id: `x${index}`,
      ts: Date.now(),
      vantage: 'server',
      src: { ip: `203.0.113.${index % 9}` },
      dst: { host: 'shop.example', port: 443 },
      req: {
        method: 'GET',
        url: misuse
          ? '/v1/preview?url=http://169.254.169.254/latest/meta-data/'
          : `/v1/orders/${4_000 + (index % 300)}`,
        headers: { authorization: `Bearer token-of-${index % 9}-is-opaque` },
      },
      res: {
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: `ann${index}@example.com`, total: index % 50 }),
      },
    })
  })
  return `${lines.join('\n')}\n`
}

/** A sensor that sends a batch again until it is told that it is safe. */
class Sender {
  acknowledged = 0
  #body: string | null = null

  /** True when the next batch is acknowledged, false when it has to be sent again. */
  async sendNext({ url, key }: WeirProcess): Promise<boolean> {
    this.#body ??= batch(this.acknowledged)
    try {
      const response = await fetch(`${url}/v1/exchanges`, {
        method: 'POST',
        body: this.#body,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/x-ndjson',
          'weir-boot': 'boot-of-the-test',
          'weir-seq': String(this.acknowledged + 1),
        },
        signal: AbortSignal.timeout(10_000),
      })
      await response.arrayBuffer()
      if (!response.ok) return false
    } catch {
      return false
    }
    this.acknowledged += 1
    this.#body = null
    return true
  }
}

interface Known {
  readonly findings: readonly unknown[]
  readonly operations: readonly unknown[]
  readonly edges: readonly unknown[]
}

/** Waits until everything is analysed and learned, then reads what is known. */
async function knownBy(weir: WeirProcess, batches: number): Promise<Known> {
  const wanted = batches * linesPerBatch
  await expect
    .poll(
      async () => {
        const { items } = Object(await weir.ask('/api/v1/operations?limit=100'))
        return items.reduce((sum: number, { calls }: { calls: number }) => sum + calls, 0)
      },
      { timeout: 30_000, interval: 100 },
    )
    .toBe(wanted)
  const read = async (path: string): Promise<readonly Record<string, unknown>[]> =>
    Object(await weir.ask(path)).items
  const pick = (item: Record<string, unknown>, names: readonly string[]): unknown[] =>
    names.map((name) => item[name])
  const findings = await read('/api/v1/findings?limit=100')
  const operations = await read('/api/v1/operations?limit=100')
  const edges = await read('/api/v1/edges?limit=100')
  return {
    findings: findings
      .map((item) => pick(item, ['id', 'tracker', 'count', 'severity']))
      .sort(([left], [right]) => (String(left) < String(right) ? -1 : 1)),
    operations: operations.map((item) => pick(item, ['service', 'method', 'template', 'calls'])),
    edges: edges.map((item) => pick(item, ['source', 'destination', 'service', 'calls'])),
  }
}

async function idsIn(file: string): Promise<readonly string[]> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  const rows = await connection.runAndReadAll('SELECT id FROM calls')
  const ids = rows.getRows().map(([id]) => String(id))
  connection.closeSync()
  instance.closeSync()
  return ids
}

describe('weir serve, killed at random moments', () => {
  it(`loses and repeats nothing it has acknowledged (${kills} kills, WEIR_KILL_SEED=${seed})`, {
    timeout: 60_000 + kills * 20_000,
  }, async (context) => {
    if (process.platform !== 'linux') context.skip('needs Linux: /proc tells the ledger process')
    const random = randomFrom(seed)
    const data = join(folder, 'killed')
    let weir = await startWeirProcess(data, config)
    const sender = new Sender()
    for (let kill = 0; kill < kills; kill += 1) {
      const until = performance.now() + 80 + random() * 900
      while (performance.now() < until) await sender.sendNext(weir)
      const sending = sender.sendNext(weir)
      await after(random() * 15)
      const ledger = weir.ledgerPid()
      if (kill % 3 === 1 && ledger !== null) {
        process.kill(ledger, 'SIGKILL')
        await sending
        continue
      }
      await Promise.all([sending, weir.kill('SIGKILL')])
      weir = await startWeirProcess(data, config)
    }
    while (sender.acknowledged < leastBatches) await sender.sendNext(weir)
    const { acknowledged } = sender
    const known = await knownBy(weir, acknowledged)
    expect(known.findings.length).toBeGreaterThan(0)
    const { items } = Object(await weir.ask('/api/v1/sensors'))
    const { received, analysed, dropped, held } = items[0].balance
    expect({ analysed, held }).toEqual({ analysed: acknowledged * linesPerBatch, held: 0 })
    expect(received).toBe(analysed + dropped + held)
    expect(await weir.kill('SIGTERM')).toBe(0)

    const ids = await idsIn(join(data, 'ledger.duckdb'))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(acknowledged * linesPerBatch)

    // The same batches without a kill, under the same secret.
    const calm = join(folder, 'calm')
    mkdirSync(calm, { mode: 0o700 })
    copyFileSync(join(data, 'secret'), join(calm, 'secret'))
    const undisturbed = await startWeirProcess(calm, config)
    const again = new Sender()
    while (again.acknowledged < acknowledged) await again.sendNext(undisturbed)
    expect(known).toEqual(await knownBy(undisturbed, acknowledged))
    expect(await undisturbed.kill('SIGTERM')).toBe(0)
    expect(undisturbed.complaints()).toBe('')
  })
})
