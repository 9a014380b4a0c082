import type { Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { createEnsemble, type Ensemble } from './ensemble.ts'
import { limits } from './limits.ts'
import { resolveRow } from './row.ts'
import { plainHasher } from './testing/plain-hasher.ts'
import { exchangeOf } from './testing/traffic.ts'

/** What a hostile sender can make Weir do, each with the outcome `docs/reference/hostile-input.md` promises. */

function call(url: string, body: string, ts = 1_700_000_000_000): Exchange {
  return exchangeOf({
    ts,
    src: { ip: '203.0.113.9' },
    dst: { host: 'api.example' },
    req: { method: 'POST', url, headers: { 'content-type': 'application/json' }, body },
    res: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' },
  })
}

function feed(ensemble: Ensemble, exchanges: Iterable<Exchange>): void {
  let count = 0
  for (const exchange of exchanges) {
    ensemble.observe(exchange, 'live')
    count += 1
    if (count % 5_000 === 0) ensemble.mark()
  }
  ensemble.mark()
}

const newEnsemble = (): Ensemble => createEnsemble({ hasher: plainHasher })

/** Bounds are about memory and outcome, never about time: a busy machine may take its time. */
describe('hostile traffic', { timeout: 120_000 }, () => {
  it('of 100,000 distinct paths keeps the tables within their limits and finds the parameter', () => {
    const ensemble = newEnsemble()
    feed(ensemble, distinctPaths(100_000))
    const { summary } = ensemble.model()
    expect(summary.exchanges).toBe(100_000)
    expect(summary.operations.entries.size).toBeLessThanOrEqual(limits.operations)
    expect(summary.fields.entries.size).toBeLessThanOrEqual(limits.fields)
    const row = ensemble.observe(call('/v1/things/name-that-was-never-seen', '{}'), 'none').row
    expect(resolveRow(ensemble.model(), row).operation).toMatch(/^POST \/v1\/things\/\{\w+\}$/)
  })
  it('of 100,000 distinct keys in one body keeps one field for what comes after the limit', () => {
    const ensemble = newEnsemble()
    const members = Array.from({ length: 100_000 }, (_, index) => `"k${index}x":1`)
    feed(ensemble, [call('/v1/keys', `{${members.join(',')}}`)])
    expect(ensemble.model().summary.fields.entries.size).toBeLessThanOrEqual(limits.objectKeys + 10)
  })
  it('of other keys in every body stays within the table of fields', () => {
    const ensemble = newEnsemble()
    feed(ensemble, distinctKeys(2_000))
    expect(ensemble.model().summary.fields.entries.size).toBeLessThanOrEqual(limits.fields)
  })
  it('with a clock that jumps is taken with its own times and no window breaks', () => {
    const ensemble = newEnsemble()
    const times = [1.7e12, 0, 8.64e15, 1.7e12, 1.6e12, 1.8e12, 5]
    feed(
      ensemble,
      times.map((ts) => call('/v1/clock', '{}', ts)),
    )
    const { summary } = ensemble.model()
    const [stats] = [...summary.services.entries.values()]
    expect(stats?.value).toMatchObject({ firstMs: 0, lastMs: 8.64e15, exchanges: times.length })
  })
  it('with ids that repeat gives each exchange its own row', () => {
    const ensemble = newEnsemble()
    const twin = { ...call('/v1/a', '{}'), id: 'same' }
    const rows = [twin, twin, twin].map((exchange) => ensemble.observe(exchange, 'live').row)
    expect(rows.map(({ id, seq }) => [id, seq])).toEqual([
      ['same', 1],
      ['same', 2],
      ['same', 3],
    ])
  })
  it('with names of prototypes is data like any other', () => {
    const ensemble = newEnsemble()
    const body = '{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}},"toString":"x"}'
    feed(ensemble, [call('/v1/__proto__/constructor?__proto__=1&hasOwnProperty=2', body)])
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false)
    const fields = [...ensemble.model().summary.fields.entries.keys()].join('\n')
    expect(fields).toContain('req.body __proto__.a')
  })
  it('with line feeds in names cannot forge the keys of another service', () => {
    const ensemble = newEnsemble()
    const forged = exchangeOf({
      ts: 1,
      dst: { host: 'evil\nbank.example', service: 'x\nGET /admin' },
      req: { method: 'GET', url: '/a\nb', headers: { authorization: 'Basic amFuZQo6eA==' } },
      res: { status: 200, body: '{"a\\nreq.body b":1}' },
    })
    feed(ensemble, [forged])
    expect([...ensemble.model().summary.services.entries.keys()]).toEqual(['xGET /admin'])
    for (const key of ensemble.model().summary.fields.entries.keys()) {
      expect(key.split('\n')).toHaveLength(3)
    }
  })
  it('of a million distinct actors does not grow the state of a partition beyond its cap', () => {
    const ensemble = newEnsemble()
    for (let actor = 0; actor < 30_000; actor += 1) {
      ensemble.observe(
        exchangeOf({
          ts: actor,
          src: { ip: `2001:db8:${actor.toString(16)}::1` },
          dst: { host: 'a' },
          req: { method: 'GET', url: '/' },
        }),
        'live',
      )
    }
    expect(ensemble.snapshot().length).toBeLessThan(30_000_000)
  })
})

function* distinctPaths(count: number): Generator<Exchange> {
  for (let index = 0; index < count; index += 1) {
    yield call(`/v1/things/name-${(index * 7_919).toString(36)}`, '{}', 1_700_000_000_000 + index)
  }
}

function* distinctKeys(count: number): Generator<Exchange> {
  for (let index = 0; index < count; index += 1) {
    const members = Array.from({ length: 100 }, (_, at) => `"a${index}b${at}":1`)
    yield call('/v1/keys', `{${members.join(',')}}`, 1_700_000_000_000 + index)
  }
}
