import type { Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { merge, type Summary, summaryCodec } from './blueprint/index.ts'
import { createReceiver } from './arrival.ts'
import { engineConfig } from './config.ts'
import { createEnsemble, type Ensemble, type Joined } from './ensemble.ts'
import { parseNetworks } from '@weir/schema/caller'
import { limits } from './limits.ts'
import { createEngine } from './pipeline.ts'
import { breachTraffic } from './testing/breach.ts'
import { plainHasher } from './testing/plain-hasher.ts'
import { trackers } from './trackers/index.ts'

const traffic = breachTraffic({ leak: true, objects: 30 })
const chain = ['ssrf.internal', 'secret.in_transit', 'cloudcred.outside', 'bulk.sync']

function newEnsemble(engines = 1): Ensemble {
  return createEnsemble({ hasher: plainHasher, engines })
}

function run(ensemble: Ensemble, exchanges: readonly Exchange[], from = 0): readonly Joined[] {
  return exchanges.slice(from).map((exchange, index) => {
    const joined = ensemble.observe(exchange, 'live')
    if ((from + index + 1) % 20 === 0) ensemble.mark()
    return joined
  })
}

function stateOf(ensemble: Ensemble): string {
  return new TextDecoder().decode(ensemble.snapshot())
}

function only<Item>(items: readonly Item[]): Item {
  const [item, ...others] = items
  if (item === undefined || others.length > 0) throw new Error(`one expected, not ${items.length}`)
  return item
}

describe('a breach over several actors', () => {
  it('is one critical incident with its steps in order', () => {
    const ensemble = newEnsemble()
    run(ensemble, traffic)
    const incident = only(ensemble.incidents())
    expect(incident).toMatchObject({ severity: 'critical', trackers: chain })
    expect(incident.actors).toHaveLength(3)
    expect(incident.actors.slice(0, 2)).toEqual(['address:203.0.113.66', 'address:10.20.1.10'])
    expect(incident.findings.toSorted()).toEqual(
      ensemble
        .findings()
        .map(({ id }) => id)
        .toSorted(),
    )
  })
  it('is told in sentences, each with the time since the one before', () => {
    const ensemble = newEnsemble()
    run(ensemble, traffic)
    const { story } = only(ensemble.incidents())
    expect(story[0]).toContain('points at the cloud metadata service')
    expect(story.slice(1).every((step) => /^\d+ (?:ms|s|min|h|d) later, /.test(step))).toBe(true)
    const told = story.join('\n')
    expect(told.indexOf('credentials of a cloud role')).toBeGreaterThan(0)
    expect(told.indexOf('198.51.100.0/24')).toBeGreaterThan(told.indexOf('of a cloud role'))
    expect(told.indexOf('is listed')).toBeGreaterThan(told.indexOf('198.51.100.0/24'))
    expect(told.indexOf('one after the other')).toBeGreaterThan(told.indexOf('is listed'))
    expect(told).not.toContain('ASIA')
  })
  it('is one incident from its second step on, which evolves', () => {
    const changes = run(newEnsemble(), traffic).flatMap(({ incidents }) => incidents)
    expect(new Set(changes).size).toBe(1)
    expect(changes.length).toBeGreaterThan(chain.length)
  })
  it('is found by the exchange that uses the key, in its own verdict', () => {
    const joined = run(newEnsemble(), traffic)
    const thief = joined.filter(({ row }) => row.clientAddress === '198.51.100.23')
    expect(thief.every(({ score, findings }) => score >= 0.9 && findings.length > 0)).toBe(true)
    const tenth = thief.filter(({ row }) => row.action === 'GetObject').findIndex(copies)
    expect(tenth).toBe(9)
  })
  it('leaves alone the owner of the key, the backup and the customers', () => {
    const guilty = run(newEnsemble(), traffic)
      .filter(({ findings }) => findings.length > 0)
      .map(({ row }) => row.clientAddress)
    expect([...new Set(guilty)]).toEqual(['203.0.113.66', '10.20.1.10', '198.51.100.23'])
    const owner = run(newEnsemble(), traffic).filter(({ row }) => row.action === 'PutObject')
    expect(owner.map(({ score }) => score)).toEqual([0, 0, 0])
  })
  it('is found without the leak, by the place the key belongs to', () => {
    const ensemble = newEnsemble()
    run(ensemble, breachTraffic({ leak: false, objects: 30 }))
    const kinds = ensemble.findings().map(({ tracker }) => tracker)
    expect(kinds).toContain('cloudcred.outside')
    expect(kinds).not.toContain('secret.in_transit')
  })
  it('gives the same bytes with one engine and with four', () => {
    const [one, four] = [newEnsemble(), newEnsemble(4)]
    expect(JSON.stringify(run(four, traffic))).toBe(JSON.stringify(run(one, traffic)))
    expect(stateOf(four) === stateOf(one)).toBe(true)
    expect(four.incidents()).toEqual(one.incidents())
    expect(four.findings()).toEqual(one.findings())
  })
  it('goes on after a restore in the middle, at any of its steps', () => {
    const whole = newEnsemble()
    const rest = run(whole, traffic).map((joined) => JSON.stringify(joined))
    for (let at = 80; at < traffic.length; at += 7) {
      const before = newEnsemble(2)
      run(before, traffic.slice(0, at))
      const after = newEnsemble(3)
      after.restore(before.snapshot())
      const told = run(after, traffic, at).map((joined) => JSON.stringify(joined))
      expect(told).toEqual(rest.slice(at))
      expect(stateOf(after) === stateOf(whole)).toBe(true)
    }
  })
  it('teaches nothing that would make the next theft normal', () => {
    const ensemble = newEnsemble()
    run(ensemble, traffic)
    ensemble.mark()
    const { cloudKeys, readers } = ensemble.model().summary
    const places = [...cloudKeys.entries.values()].flatMap(({ value }) => [
      ...value.places.entries.keys(),
    ])
    expect(places.toSorted()).toEqual(['10.20.1.0/24', '10.40.7.0/24'])
    expect([...readers.entries.keys()].some((reader) => reader.includes('198.51.100'))).toBe(false)
  })
})

describe('what was not let in', () => {
  it('names no principal, only the address it came from', () => {
    const ensemble = newEnsemble()
    const [, exchange] = breachTraffic({ leak: true, objects: 0 })
    if (exchange?.request == null) throw new Error('a request')
    const headers = new Map([['authorization', ['Basic amFuZTp4']]])
    const url = '/preview?url=http://169.254.169.254/latest/'
    const request = { ...exchange.request, url, headers }
    const refused = { ...exchange, request, response: null }
    ensemble.observe(refused, 'live')
    expect(ensemble.findings()).toMatchObject([{ actor: `address:${exchange.src.ip}` }])
  })
})

describe('baselines of trackers', () => {
  it('merge to the same bytes in any order', () => {
    const parts = learned([60, 100, traffic.length])
    const encoded = (summary: Summary): string => JSON.stringify(summaryCodec.encode(summary))
    const whole = encoded(learned([traffic.length]).reduce(merge))
    expect(encoded(parts.reduce(merge)) === whole).toBe(true)
    expect(encoded(parts.toReversed().reduce(merge)) === whole).toBe(true)
  })
  it('and state of all trackers together stay within their bound', () => {
    const bytes = trackers.map(({ stateBytes, stateRows }) => stateBytes * stateRows * 64)
    expect(bytes.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(limits.trackerBytes)
  })
})

function copies({ signals }: Joined): boolean {
  return signals.some(({ tracker, score }) => tracker === 'bulk.sync' && score >= 0.5)
}

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
