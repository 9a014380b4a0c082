import { describe, expect, it } from 'vitest'
import { merge, newSummary, type Summary, summaryCodec } from './blueprint/index.ts'
import { createEnsemble, type Ensemble } from './ensemble.ts'
import { catalogOf } from './index.ts'
import type { Observation } from './pipeline.ts'
import { createReceiver } from './arrival.ts'
import { engineConfig } from './config.ts'
import { parseNetworks } from '@weir/schema/caller'
import { createEngine } from './pipeline.ts'
import { plainHasher } from './testing/plain-hasher.ts'
import { shopTraffic } from './testing/traffic.ts'

const decoder = new TextDecoder()
const traffic = shopTraffic(1_500, 7)

function newEnsemble(engines: number): Ensemble {
  return createEnsemble({ hasher: plainHasher, engines })
}

function run(ensemble: Ensemble, from: number, to: number): readonly Observation[] {
  return traffic.slice(from, to).map((exchange, index) => {
    const observation = ensemble.observe(exchange, 'live')
    if ((from + index + 1) % 400 === 0) ensemble.mark()
    return observation
  })
}

function state(ensemble: Ensemble): string {
  return decoder.decode(ensemble.snapshot())
}

/** States are long: say where they part, not what they are. */
function expectSame(left: string, right: string): void {
  let at = 0
  while (at < left.length && left[at] === right[at]) at += 1
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60)
  if (left !== right) expect(around(left)).toBe(around(right))
}

describe('an ensemble', () => {
  it('gives the same bytes with one engine and with four', () => {
    const [one, four] = [newEnsemble(1), newEnsemble(4)]
    expectSame(JSON.stringify(run(four, 0, 1_500)), JSON.stringify(run(one, 0, 1_500)))
    one.mark()
    four.mark()
    expectSame(state(four), state(one))
    expect(catalogOf(four.model(), false)).toEqual(catalogOf(one.model(), false))
    expect(four.findings()).toEqual(one.findings())
    expect(four.incidents()).toEqual(one.incidents())
  })
  it('comes back from a snapshot as it was, at any moment', () => {
    for (const at of [0, 1, 399, 400, 777]) {
      const original = newEnsemble(1)
      run(original, 0, at)
      const catalog = catalogOf(original.model(), false)
      const copy = newEnsemble(1)
      copy.restore(original.snapshot())
      expectSame(state(copy), state(original))
      expect(catalogOf(copy.model(), false)).toEqual(catalog)
    }
  })
  it('goes on after a restore as if it had never stopped', () => {
    const whole = newEnsemble(2)
    run(whole, 0, 900)
    const rest = run(whole, 900, traffic.length)
    const first = newEnsemble(1)
    run(first, 0, 900)
    const second = newEnsemble(3)
    second.restore(first.snapshot())
    expectSame(JSON.stringify(run(second, 900, traffic.length)), JSON.stringify(rest))
    expectSame(state(second), state(whole))
  })
  it('refuses bytes that are no snapshot', () => {
    for (const text of ['', '{}', '{"format":1}', 'null', '[1]']) {
      expect(() => newEnsemble(1).restore(new TextEncoder().encode(text))).toThrow(TypeError)
    }
  })
  it('learns nothing from exchanges that may not teach', () => {
    const ensemble = newEnsemble(1)
    const before = state(ensemble)
    for (const exchange of traffic.slice(0, 50)) ensemble.observe(exchange, 'none')
    ensemble.mark()
    expect(ensemble.model().summary.exchanges).toBe(0)
    expect(JSON.parse(before).summary).toEqual(JSON.parse(state(ensemble)).summary)
  })
  it('scores an exchange at 0.5 or more exactly when it raises a finding', () => {
    for (const { score, findings } of run(newEnsemble(1), 0, 600)) {
      expect(score >= 0.5).toBe(findings.length > 0)
    }
  })
})

describe('merging what engines learned', () => {
  const parts = learned([500, 1_000, 1_500])
  const encoded = (summary: Summary): string => JSON.stringify(summaryCodec.encode(summary))

  it('is associative and commutative to the byte', () => {
    const [a, b, c] = parts
    if (a === undefined || b === undefined || c === undefined) throw new Error('three parts')
    const left = encoded(merge(merge(a, b), c))
    expectSame(encoded(merge(a, merge(b, c))), left)
    expectSame(encoded(merge(merge(c, a), b)), left)
    expectSame(encoded(merge(b, merge(c, a))), left)
  })
  it('of parts gives what was learned in one go', () => {
    expectSame(encoded(parts.reduce(merge)), encoded(learned([1_500]).reduce(merge)))
  })
  it('with nothing changes nothing', () => {
    const [a] = parts
    if (a === undefined) throw new Error('a part')
    expectSame(encoded(merge(a, newSummary())), encoded(a))
    expectSame(encoded(merge(newSummary(), a)), encoded(a))
  })
})

/** What one engine learns, taken at each cut. */
function learned(cuts: readonly number[]): readonly Summary[] {
  const config = engineConfig.parse({})
  const networks = parseNetworks([])
  const receiver = createReceiver(config, networks, plainHasher)
  const engine = createEngine({ config, networks, hasher: plainHasher })
  let from = 0
  return cuts.map((to) => {
    for (const [index, exchange] of traffic.slice(from, to).entries()) {
      engine.observe(receiver.receive(exchange, from + index + 1, 'live'))
    }
    from = to
    return engine.summary()
  })
}
