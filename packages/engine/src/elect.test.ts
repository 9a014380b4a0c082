import type { Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { createEnsemble, type Ensemble } from './ensemble.ts'
import { catalogOf } from './index.ts'
import { plainHasher } from './testing/plain-hasher.ts'
import { exchangeOf } from './testing/traffic.ts'

const start = 1_700_000_000_000

function call(vantage: string | undefined, index: number, url = `/v1/orders/${index}`): Exchange {
  return exchangeOf({
    ts: start + index * 100,
    ...(vantage === undefined ? {} : { vantage }),
    src: { ip: '10.0.0.7', service: 'shop' },
    dst: { host: 'orders.internal' },
    req: { method: 'GET', url, headers: { authorization: 'Bearer opaque-token-of-shop' } },
    res: { status: 200, headers: { 'content-type': 'application/json' }, body: '{"total":3}' },
  })
}

/** Both ends of every call tell of it, the caller first. */
function bothEnds(ensemble: Ensemble, from: number, to: number): void {
  for (let index = from; index < to; index += 1) {
    ensemble.observe(call('client', index), 'live')
    ensemble.observe(call('server', index), 'live')
  }
}

function learned(ensemble: Ensemble): number {
  return catalogOf(ensemble.model(), false).operations.reduce((sum, { calls }) => sum + calls, 0)
}

describe('electing who tells of a call', () => {
  it('counts a call once although both ends tell of it', () => {
    const ensemble = createEnsemble({ hasher: plainHasher })
    bothEnds(ensemble, 0, 10)
    ensemble.mark()
    const before = learned(ensemble)
    bothEnds(ensemble, 10, 60)
    ensemble.mark()
    expect(learned(ensemble) - before).toBe(50)
    const row = ensemble.observe(call('client', 61), 'live').row
    expect(row).toMatchObject({ primary: false, fields: [], service: 'orders.internal' })
    expect(ensemble.observe(call('server', 61), 'live').row.primary).toBe(true)
  })
  it('raises a misuse once, where it is told best', () => {
    const ensemble = createEnsemble({ hasher: plainHasher })
    bothEnds(ensemble, 0, 10)
    ensemble.mark()
    const url = '/v1/orders?callback=http://169.254.169.254/latest/meta-data/'
    expect(ensemble.observe(call('client', 11, url), 'live')).toMatchObject({ score: 0 })
    expect(ensemble.observe(call('server', 11, url), 'live').findings).toHaveLength(1)
    expect(ensemble.findings()).toMatchObject([{ count: 1 }])
  })
  it('goes on with the caller when the sensor in the called falls silent', () => {
    const ensemble = createEnsemble({ hasher: plainHasher })
    bothEnds(ensemble, 0, 10)
    ensemble.mark()
    for (let index = 10; index < 400; index += 1) ensemble.observe(call('client', index), 'live')
    ensemble.mark()
    expect(ensemble.observe(call('client', 401), 'live').row.primary).toBe(true)
  })
  it('counts what does not say where it was seen', () => {
    const ensemble = createEnsemble({ hasher: plainHasher })
    bothEnds(ensemble, 0, 10)
    ensemble.mark()
    expect(ensemble.observe(call(undefined, 11), 'live').row.primary).toBe(true)
  })
  it('elects the same after a restore', () => {
    const ensemble = createEnsemble({ hasher: plainHasher })
    bothEnds(ensemble, 0, 10)
    ensemble.mark()
    const copy = createEnsemble({ hasher: plainHasher, engines: 4 })
    copy.restore(ensemble.snapshot())
    expect(copy.observe(call('client', 11), 'live').row.primary).toBe(false)
  })
})
