import { expect, it } from 'vitest'
import { callRow, entry, finding, incident } from '../testing/rows.ts'
import type { AuditTrail } from './audit.ts'
import type { CallFilter, LedgerReader } from './ledger-reader.ts'
import type { CallRow, Ledger } from './ledger.ts'

export type LedgerUnderTest = Ledger & LedgerReader & AuditTrail

const anything: CallFilter = {
  finding: null,
  actor: null,
  service: null,
  method: null,
  template: null,
}
const always = { fromMs: 0, toMs: 1e15 }

/** A small day: two services, one failing caller, one finding. */
const day: readonly CallRow[] = [
  callRow({ seq: 1, ts: 1_000, dataTypes: ['res EMAIL_ADDRESS'] }),
  callRow({ seq: 2, ts: 1_500.25, actor: 'user:bob', durationMs: 15 }),
  callRow({ seq: 3, ts: 2_000, outcome: 'failure', status: 404, durationMs: null }),
  callRow({ seq: 4, ts: 2_000, source: 'edge', service: 'store', method: 'GET', template: '/{b}' }),
  callRow({
    seq: 5,
    ts: 3_100,
    source: 'edge',
    service: 'store',
    template: null,
    status: null,
    outcome: 'unknown',
    actor: 'key:1',
    dataTypes: ['req SECRET_JWT', 'res US_SSN'],
    score: 0.9,
    trackers: ['ssrf.internal'],
    findings: ['f1'],
  }),
]

/** What every ledger must do; `open` gives an empty one. */
export function ledgerContract(open: () => Promise<LedgerUnderTest>): void {
  const filled = async (): Promise<LedgerUnderTest> => {
    const ledger = await open()
    await ledger.append([
      entry(4, { calls: day.slice(0, 3), findings: [finding({ id: 'f1', count: 1 })] }),
      entry(9, {
        calls: day.slice(3),
        findings: [finding({ id: 'f1', count: 2 }), finding({ id: 'f2' })],
        incidents: [incident({ id: 'i1', findings: ['f1'] })],
      }),
    ])
    return ledger
  }
  appending(open, filled)
  readingCalls(filled)
  counting(filled)
  versions(filled)
}

function appending(
  open: () => Promise<LedgerUnderTest>,
  filled: () => Promise<LedgerUnderTest>,
): void {
  it('has no token while it is empty, then the frame of the last entry', async () => {
    expect(await (await open()).token()).toBe(-1)
    expect(await (await filled()).token()).toBe(9)
  })
  it('takes a frame without calls, so that the token moves on', async () => {
    const ledger = await filled()
    await ledger.append([entry(12)])
    expect(await ledger.token()).toBe(12)
  })
  it('repeats nothing when entries are sent again, alone or with new ones', async () => {
    const ledger = await filled()
    await ledger.append([entry(9, { calls: day.slice(3) })])
    await ledger.append([
      entry(4, { calls: day.slice(0, 3) }),
      entry(10, { calls: [callRow({ seq: 6 })] }),
    ])
    const rows = await ledger.query('calls', { filter: anything, before: null, limit: 100 })
    expect(new Set(rows.map(({ seq }) => seq))).toEqual(new Set([1, 2, 3, 4, 5, 6]))
    expect(rows).toHaveLength(6)
    expect(await ledger.token()).toBe(10)
  })
  it('forgets what is older than the cut and keeps its token', async () => {
    const ledger = await filled()
    await ledger.record({ atMs: 10, by: 'weir', what: 'started', target: 'weir' })
    await ledger.record({ atMs: 20, by: 'weir', what: 'started', target: 'weir' })
    await ledger.expire({ callsMs: 2_000, findingsMs: 2_000, auditMs: 20 })
    const rows = await ledger.query('calls', { filter: anything, before: null, limit: 100 })
    expect(rows.map(({ seq }) => seq)).toEqual([5, 4, 3])
    expect(await ledger.query('finding-versions', { id: 'f1', limit: 9 })).toEqual([])
    expect(await ledger.query('incident-versions', { id: 'i1', limit: 9 })).toEqual([])
    expect(await ledger.query('audit', { before: null, limit: 9 })).toHaveLength(1)
    expect(await ledger.token()).toBe(9)
  })
}

function readingCalls(filled: () => Promise<LedgerUnderTest>): void {
  it('gives calls back as they were, by their place in the stream', async () => {
    const ledger = await filled()
    expect(await ledger.query('calls-by-seq', { seqs: [5, 3, 1, 77] })).toEqual([
      day[0],
      day[2],
      day[4],
    ])
    expect(await ledger.query('calls-by-seq', { seqs: [] })).toEqual([])
  })
  it('pages through calls newest first and meets each once, also where times are equal', async () => {
    const ledger = await filled()
    const seen: number[] = []
    let before: { readonly ts: number; readonly seq: number } | null = null
    for (let page = 0; page < 9; page += 1) {
      const rows: readonly CallRow[] = await ledger.query('calls', {
        filter: anything,
        before,
        limit: 2,
      })
      const oldest = rows.at(-1)
      if (oldest === undefined) break
      before = { ts: oldest.ts, seq: oldest.seq }
      seen.push(...rows.map(({ seq }) => seq))
    }
    expect(seen).toEqual([5, 4, 3, 2, 1])
  })
  it('filters calls by finding, actor, service and operation, all at once', async () => {
    const ledger = await filled()
    const seqs = async (filter: Partial<CallFilter>): Promise<readonly number[]> => {
      const asked = { filter: { ...anything, ...filter }, before: null, limit: 100 }
      return (await ledger.query('calls', asked)).map(({ seq }) => seq)
    }
    expect(await seqs({ finding: 'f1' })).toEqual([5])
    expect(await seqs({ actor: 'user:bob' })).toEqual([2])
    expect(await seqs({ service: 'store' })).toEqual([5, 4])
    expect(await seqs({ service: 'store', method: 'GET', template: '/{b}' })).toEqual([4])
    expect(await seqs({ service: 'store', actor: 'user:bob' })).toEqual([])
    expect(await seqs({ actor: "' OR 1=1 --" })).toEqual([])
  })
}

function counting(filled: () => Promise<LedgerUnderTest>): void {
  it('counts traffic per bucket, for all and for one service', async () => {
    const ledger = await filled()
    const buckets = await ledger.query('traffic', { ...always, bucketMs: 1_000, service: null })
    expect(buckets.map(({ startMs, calls, failures }) => [startMs, calls, failures])).toEqual([
      [1_000, 2, 0],
      [2_000, 2, 1],
      [3_000, 1, 0],
    ])
    const store = { fromMs: 2_000, toMs: 3_100, bucketMs: 1_000, service: 'store' }
    expect(await ledger.query('traffic', store)).toEqual([
      { startMs: 2_000, calls: 1, failures: 0, requestBytes: 10, responseBytes: 100 },
    ])
  })
  it('counts edges and callers, most calls first', async () => {
    const ledger = await filled()
    expect(await ledger.query('edges', { ...always, limit: 10 })).toEqual([
      {
        source: 'web',
        service: 'accounts',
        calls: 3,
        failures: 1,
        flagged: 0,
        bytes: 330,
        lastMs: 2_000,
      },
      {
        source: 'edge',
        service: 'store',
        calls: 2,
        failures: 0,
        flagged: 1,
        bytes: 220,
        lastMs: 3_100,
      },
    ])
    const operation = { service: 'accounts', method: 'GET', template: '/accounts/{accountId}' }
    expect(await ledger.query('callers', { ...always, ...operation, limit: 10 })).toEqual([
      { source: 'web', calls: 3, failures: 1, actors: 2, lastMs: 2_000 },
    ])
    expect(
      await ledger.query('service-callers', { ...always, service: 'accounts', limit: 10 }),
    ).toEqual([
      {
        method: 'GET',
        template: '/accounts/{accountId}',
        source: 'web',
        calls: 3,
        lastMs: 2_000,
      },
    ])
    expect(await ledger.query('latency', { ...always, ...operation })).toEqual([
      { calls: 3, p50: 10, p95: 14.5, p99: 14.9 },
    ])
  })
  it('says nothing of the time of an operation without calls', async () => {
    const nowhere = { ...always, service: 'none', method: 'GET', template: '/' }
    expect(await (await filled()).query('latency', nowhere)).toEqual([
      { calls: 0, p50: null, p95: null, p99: null },
    ])
  })
  it('follows data types over edges, to actors and back to their first appearance', async () => {
    const ledger = await filled()
    const flow = await ledger.query('data-flow', { ...always, limit: 10 })
    expect(flow.map(({ source, dataType, calls }) => [source, dataType, calls])).toEqual([
      ['edge', 'req SECRET_JWT', 1],
      ['edge', 'res US_SSN', 1],
      ['web', 'res EMAIL_ADDRESS', 1],
    ])
    const fresh = await ledger.query('new-data-types', { ...always, sinceMs: 3_000, limit: 10 })
    expect(fresh).toEqual([
      { service: 'store', dataType: 'req SECRET_JWT', firstMs: 3_100 },
      { service: 'store', dataType: 'res US_SSN', firstMs: 3_100 },
    ])
    const actors = { ...always, actors: ['key:1', 'user:bob'], limit: 10 }
    const flows = await ledger.query('actor-flow', actors)
    expect(flows.map(({ actor, service, dataTypes }) => [actor, service, dataTypes])).toEqual([
      ['user:bob', 'accounts', []],
      ['key:1', 'store', ['req SECRET_JWT', 'res US_SSN']],
    ])
  })
}

function versions(filled: () => Promise<LedgerUnderTest>): void {
  it('keeps every version of a finding and an incident, newest first', async () => {
    const ledger = await filled()
    const found = await ledger.query('finding-versions', { id: 'f1', limit: 10 })
    expect(found.map(({ frame, value }) => [frame, value.count])).toEqual([
      [9, 2],
      [4, 1],
    ])
    expect(await ledger.query('finding-versions', { id: 'f1', limit: 1 })).toHaveLength(1)
    expect(await ledger.query('incident-versions', { id: 'i1', limit: 10 })).toEqual([
      { frame: 9, value: incident({ id: 'i1', findings: ['f1'] }) },
    ])
  })
  it('pages through the audit log newest first', async () => {
    const ledger = await filled()
    for (const target of ['a', 'b', 'c']) {
      await ledger.record({ atMs: 5, by: 'console', what: 'sensor-key.created', target })
    }
    const newest = await ledger.query('audit', { before: null, limit: 2 })
    expect(newest.map(({ target }) => target)).toEqual(['c', 'b'])
    const before = newest.at(-1)?.number ?? null
    const rest = await ledger.query('audit', { before, limit: 2 })
    expect(rest.map(({ target }) => target)).toEqual(['a'])
  })
}
