import { createHash } from 'node:crypto'
import type { Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { selfTestHeader, SelfTests } from './self-tests.ts'

const body = Buffer.from('{"ok":true}')

function exchange(value?: string): Exchange {
  const headers = new Map([['host', ['shop']]])
  if (value !== undefined) headers.set(selfTestHeader, [value])
  const empty = { body: new Uint8Array(), bodySize: 0, truncated: false }
  return {
    kind: 'http',
    ts: 0,
    durationMs: 4,
    vantage: 'server',
    src: { ip: '10.0.0.9' },
    dst: { host: 'shop.example' },
    request: { ...empty, headers, method: 'GET', url: '/' },
    response: { headers: new Map(), body, bodySize: 40, truncated: true, status: 200 },
  }
}

function desk(): { tests: SelfTests; wait: (ms: number) => void } {
  let now = 5_000
  const hashOfCredential = (octets: Uint8Array): string => `hash:${Buffer.from(octets).toString()}`
  const tests = new SelfTests({ now: () => now, hashOfCredential })
  return {
    tests,
    wait: (ms) => {
      now += ms
    },
  }
}

describe('self-tests', () => {
  it('hold the facts of the exchange that carries their value, the first time', () => {
    const { tests, wait } = desk()
    const test = tests.start('edge')
    expect(test).toMatchObject({
      credential: `hash:bearer\0${test.token}`,
      startedMs: 5_000,
      untilMs: 65_000,
      arrived: null,
    })
    wait(30)
    expect(tests.take(exchange(test.value), 'edge')).toBe(true)
    wait(30)
    expect(tests.take(exchange(test.value), 'edge')).toBe(true)
    expect(tests.find(test.id)?.arrived).toEqual({
      afterMs: 30,
      vantage: 'server',
      client: '10.0.0.9',
      via: [],
      host: 'shop.example',
      service: null,
      status: 200,
      durationMs: 4,
      request: expect.objectContaining({ headers: 2, captured: 0 }),
      response: {
        headers: 0,
        captured: body.length,
        size: 40,
        truncated: true,
        sha256: createHash('sha256').update(body).digest('hex'),
      },
    })
  })
  it('take what other sensors show of it, and leave every other call alone', () => {
    const { tests } = desk()
    expect(tests.take(exchange('nothing was started'), 'edge')).toBe(false)
    const test = tests.start('edge')
    expect(tests.take(exchange(test.value), 'tap')).toBe(true)
    expect(tests.find(test.id)).toMatchObject({ arrived: null, others: new Set(['tap']) })
    expect(tests.take(exchange(), 'edge')).toBe(false)
    expect(tests.take(exchange('guessed'), 'edge')).toBe(false)
    expect(tests.take({ ...exchange(test.value), request: null }, 'edge')).toBe(false)
  })
  it('are told apart, and the oldest forgotten', () => {
    const { tests } = desk()
    const first = tests.start('edge')
    const second = tests.start('edge')
    expect(second.value).not.toBe(first.value)
    expect(tests.last('edge')?.id).toBe(second.id)
    expect(tests.last('tap')).toBeNull()
    for (let count = 0; count < 255; count += 1) tests.start('tap')
    expect(tests.find(first.id)).toBeNull()
    expect(tests.find(second.id)?.id).toBe(second.id)
  })
})
