import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documents, edge } from '../bank/network.ts'
import { findLuaNginx, type LuaNginx } from './front.ts'
import { ask } from './http-client.ts'
import { type RunningBank, startBank } from './running-bank.ts'

const patience = 60_000
/** Nobody listens there: the bank has to do without Weir. */
const sensor = { url: 'http://127.0.0.1:9', keyOf: () => 'no-key' }

describe('nginx before the demo bank', () => {
  let nginx: LuaNginx | null
  let bank: RunningBank

  beforeAll(async () => {
    nginx = await findLuaNginx()
    bank = await startBank({ people: 20, sensor: { ...sensor, nginx: async () => '' } })
  }, patience)
  afterAll(() => bank.stop(), patience)

  it('stands before everybody outside', { timeout: patience }, async (ctx) => {
    if (nginx === null) ctx.skip('needs nginx')
    expect(bank.front).toMatchObject({ version: nginx?.version })
    expect(bank.pids).toHaveLength(12)
    const to = { address: new URL(bank.edgeUrl).hostname, port: Number(new URL(bank.edgeUrl).port) }
    const call = { to, from: to.address, method: 'GET', url: '/' }
    const page = await ask({ ...call, host: edge.host, headers: {} })
    expect(page.status).toBe(200)
    expect(page.headers.server).toContain('nginx')
    // The object store is behind it too, and asks for a signature.
    expect(await ask({ ...call, host: documents.host, headers: {} })).toMatchObject({ status: 403 })
    await expect
      .poll(async () => (await bank.figures()).requests, { timeout: patience })
      .toBeGreaterThan(50)
    expect(await bank.figures()).toMatchObject({ failures: 0 })
  })

  it('is left out, with the reason, where it does not start', {
    timeout: patience,
  }, async (ctx) => {
    if (nginx === null) ctx.skip('needs nginx')
    const nonsense = { ...sensor, nginx: async () => 'no_such_directive on;' }
    const other = await startBank({ people: 5, sensor: nonsense })
    const { front, pids } = other
    await other.stop()
    expect(front).toMatchObject({ absent: expect.stringContaining('no_such_directive') })
    expect(pids).toHaveLength(11)
  })
})
