import type { Exchange, Payload } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { SensorSight } from './sensor-sight.ts'

const minute = 60_000
const start = 100 * minute
const payload: Payload = {
  headers: new Map(),
  body: new Uint8Array(),
  bodySize: 0,
  truncated: false,
}

function exchange(given: Partial<Exchange> = {}): Exchange {
  return {
    kind: 'http',
    ts: start,
    durationMs: 5,
    vantage: 'gateway',
    src: { ip: '10.0.0.1' },
    dst: { host: 'shop' },
    request: { ...payload, method: 'GET', url: '/' },
    response: { ...payload, status: 200 },
    ...given,
  }
}

describe('what a sensor shows of late', () => {
  it('is nothing where it showed nothing', () => {
    expect(new SensorSight().sight(start)).toEqual({
      windowS: 600,
      exchanges: 0,
      ratePerS: 0,
      vantages: [],
      truncated: 0,
      unanswered: 0,
      unreadable: 0,
      secondary: 0,
      lagMs: null,
    })
  })
  it('counts what is missing of exchanges, and how late they are', () => {
    const sight = new SensorSight()
    sight.note(exchange(), true, start + 15)
    sight.note(exchange({ response: null, vantage: 'client' }), false, start + 25)
    sight.note(
      exchange({ response: { ...payload, status: 200, truncated: true } }),
      true,
      start + 35,
    )
    const { durationMs: _unknown, ...flow } = exchange({
      kind: 'flow',
      request: null,
      response: null,
    })
    sight.note(flow, true, start + 45)
    expect(sight.sight(start + minute)).toMatchObject({
      exchanges: 4,
      vantages: ['client', 'gateway'],
      truncated: 1,
      unanswered: 1,
      unreadable: 1,
      secondary: 1,
      lagMs: 20,
    })
  })
  it('takes the rate from the last whole minute', () => {
    const sight = new SensorSight()
    for (let at = 0; at < 120; at += 1) sight.note(exchange(), true, start + at * 500)
    sight.note(exchange(), true, start + minute)
    expect(sight.sight(start + minute + 1).ratePerS).toBe(2)
    expect(sight.sight(start + 2 * minute).ratePerS).toBeCloseTo(1 / 60)
    expect(sight.sight(start + 3 * minute).ratePerS).toBe(0)
  })
  it('forgets what is older than ten minutes, and outlives a clock set back', () => {
    const sight = new SensorSight()
    sight.note(exchange({ vantage: 'tap' }), true, start)
    for (let at = 1; at <= 30; at += 1) sight.note(exchange(), true, start + at * minute)
    expect(sight.sight(start + 30 * minute)).toMatchObject({ exchanges: 10, vantages: ['gateway'] })
    sight.note(exchange(), true, start)
    expect(sight.sight(start + 30 * minute).exchanges).toBe(11)
    expect(sight.sight(start + 300 * minute)).toMatchObject({ exchanges: 0, vantages: [] })
  })
})
