import { gunzipSync } from 'node:zlib'
import { type ExchangeLine, headerMap } from '@weir/schema'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSensor, type ExchangeSensor, type SensorOptions } from './exchange-sensor.ts'
import { ManualClock, ScriptedTransport } from './testing/manual-ports.ts'

interface Stand {
  readonly sensor: ExchangeSensor
  readonly clock: ManualClock
  readonly hub: ScriptedTransport
}

function stand(options: Partial<SensorOptions> = {}, chance = 0.5): Stand {
  const clock = new ManualClock()
  const hub = new ScriptedTransport()
  const ports = { clock, transport: hub, random: () => chance }
  const sensor = createSensor({
    url: 'http://127.0.0.1:7447',
    key: 'k',
    agent: 'test',
    // Lines of text are easier to compare; the other format has the tests of the wire and of the hosts.
    wire: 'json',
    ports,
    ...options,
  })
  return { sensor, clock, hub }
}

const line = (url = '/'): ExchangeLine => ({ ts: 1, req: { method: 'GET', url } })
const urls = (hub: ScriptedTransport): unknown[] =>
  hub.attempts.flatMap(({ lines }) => lines.map((text) => JSON.parse(text).req.url))
const isExact = ({ sensor }: Stand): boolean => {
  const { observed, sent, dropped, queued } = sensor.balance()
  return observed === sent + dropped + queued
}

describe('a sensor', () => {
  it('says that it is there before its first exchange', async () => {
    const { clock, hub } = stand()
    await clock.pass(100)
    expect(hub.attempts.map(({ lines, seq }) => ({ lines, seq }))).toEqual([{ lines: [], seq: 1 }])
    expect(hub.attempts[0]?.headers).toMatchObject({
      authorization: 'Bearer k',
      'weir-observed': '0',
      'weir-dropped': '0',
    })
  })

  it('sends what gathers within a tenth of a second as one batch, in order', async () => {
    const { sensor, clock, hub } = stand()
    for (const url of ['/a', '/b', '/c']) sensor.observe(line(url))
    await clock.pass(99)
    expect(hub.attempts).toEqual([])
    await clock.pass(1)
    expect(urls(hub)).toEqual(['/a', '/b', '/c'])
    expect(hub.attempts).toHaveLength(1)
    expect(sensor.balance()).toMatchObject({ observed: 3, sent: 3, dropped: 0, queued: 0 })
  })

  it('does not wait for a batch that is full', async () => {
    const { sensor, clock, hub } = stand({ limits: { batchLines: 2 } })
    for (const url of ['/a', '/b', '/c']) sensor.observe(line(url))
    await clock.pass(0)
    expect(urls(hub)).toEqual(['/a', '/b'])
    await clock.pass(100)
    expect(urls(hub)).toEqual(['/a', '/b', '/c'])
  })

  it('sends a batch again under its number, byte for byte, until it is taken', async () => {
    const { sensor, clock, hub } = stand()
    sensor.observe(line('/a'))
    const failures = [{ status: 503 }, { status: 500 }, { status: 401 }]
    hub.reply = () => failures.shift() ?? {}
    await clock.pass(100)
    sensor.observe(line('/later'))
    await clock.pass(10_000)
    const [first, ...others] = hub.attempts
    expect(hub.attempts.map(({ seq }) => seq)).toEqual([1, 1, 1, 1, 2])
    expect(new Set(hub.attempts.map(({ boot }) => boot)).size).toBe(1)
    for (const { body } of others.slice(0, 3)) expect(body).toEqual(first?.body)
    expect(sensor.balance()).toMatchObject({ sent: 2, dropped: 0 })
  })

  it('waits as long as a busy hub asks for', async () => {
    const { sensor, clock, hub } = stand()
    hub.reply = () => ({ status: 429, retryAfter: '5' })
    sensor.observe(line())
    await clock.pass(100)
    hub.reply = () => ({})
    await clock.pass(4_999)
    expect(hub.attempts).toHaveLength(1)
    await clock.pass(1)
    expect(hub.attempts).toHaveLength(2)
    expect(sensor.failing()).toBe(false)
  })

  it('halves a batch the hub finds too large, and gives up a line that is too large alone', async () => {
    const { sensor, clock, hub } = stand()
    hub.reply = ({ lines }) => ({ status: lines.some((text) => text.includes('huge')) ? 413 : 202 })
    for (const url of ['/a', '/b', '/huge', '/c', '/d']) sensor.observe(line(url))
    await clock.pass(5_000)
    expect(sensor.balance()).toMatchObject({ sent: 4, dropped: 1, queued: 0 })
    expect(sensor.balance().droppedBy['too-large']).toBe(1)
    const numbers = hub.attempts.map(({ seq }) => seq)
    expect(numbers).toEqual([...new Set(numbers)])
  })

  it('gives a batch up that the hub cannot read', async () => {
    const { sensor, clock, hub } = stand()
    hub.reply = () => ({ status: 400 })
    sensor.observe(line())
    await clock.pass(100)
    expect(sensor.balance().droppedBy.refused).toBe(1)
    hub.reply = () => ({})
    sensor.observe(line('/next'))
    await clock.pass(100)
    expect(hub.attempts.at(-1)?.headers).toMatchObject({ 'weir-dropped-by': 'refused=1' })
  })

  it('refuses what is new when the hub hangs and the queue is full', async () => {
    const { sensor, clock, hub } = stand({ limits: { queueLines: 3 } })
    hub.reply = () => 'hang'
    for (let index = 0; index < 10; index += 1) {
      sensor.observe(line())
      await clock.pass(100)
    }
    expect(sensor.open()).toBe(false)
    expect(sensor.balance()).toMatchObject({ observed: 10, sent: 0, dropped: 7, queued: 3 })
  })

  it('compresses for a hub elsewhere and not for one on this machine', async () => {
    const large = line(`/${'a'.repeat(2_000)}`)
    const far = stand({ url: 'https://hub.example' })
    far.sensor.observe(large)
    const near = stand()
    near.sensor.observe(large)
    await near.clock.pass(100)
    expect(near.hub.attempts[0]?.headers['content-encoding']).toBeUndefined()
    await far.clock.pass(100)
    await expect.poll(() => far.hub.attempts.length).toBe(1)
    const [attempt] = far.hub.attempts
    expect(attempt?.headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(attempt?.body ?? '').toString())).toEqual(large)
  })

  it('replaces the values of the header fields it is told to hide', async () => {
    const { sensor, clock, hub } = stand({ redact: { names: ['Authorization'], key: 'secret' } })
    const headers = { authorization: 'Bearer t', 'x-other': ['1', '2'] }
    sensor.observe({ ts: 1, req: { method: 'GET', url: '/', headers } })
    sensor.observe({ ts: 1, req: { method: 'GET', url: '/', headers } })
    await clock.pass(100)
    const sent = hub.attempts[0]?.lines.map((text) => headerMap(JSON.parse(text).req.headers)) ?? []
    expect(sent[0]?.get('authorization')?.[0]).toMatch(/^redacted:[\w-]{22}$/)
    expect(sent[0]).toEqual(sent[1])
    expect(sent[0]?.get('x-other')).toEqual(['1', '2'])
    expect(headers.authorization).toBe('Bearer t')
  })

  it('sends the share it is told to and counts the rest', () => {
    const { sensor } = stand({ sampleRate: 0.4 }, 0.5)
    sensor.observe(line())
    expect(sensor.balance()).toMatchObject({ observed: 1, dropped: 1 })
    expect(sensor.balance().droppedBy.sampled).toBe(1)
  })

  it('counts an exchange it cannot write down and throws nothing', () => {
    const { sensor } = stand()
    const broken = line()
    Object.defineProperty(broken, 'req', {
      enumerable: true,
      get: () => {
        throw new Error('no')
      },
    })
    sensor.observe(broken)
    expect(sensor.balance().droppedBy.fault).toBe(1)
  })

  it('lives on when idle, with its balance', async () => {
    const { clock, hub } = stand()
    await clock.pass(100)
    await clock.pass(30_000)
    expect(hub.attempts.map(({ seq }) => seq)).toEqual([1, 2])
  })
})

describe('the end of a sensor', () => {
  it('sends what is queued at once and holds the process no longer than that', async () => {
    const { sensor, clock, hub } = stand()
    sensor.observe(line())
    const closing = sensor.close(1_000)
    expect(clock.held).toBe(1)
    await clock.pass(0)
    await closing
    expect(urls(hub)).toEqual(['/'])
    expect(clock.held).toBe(0)
    expect(hub.closed).toBe(true)
  })

  it('counts as dropped what a hung hub did not take in time', async () => {
    const { sensor, clock, hub } = stand()
    hub.reply = () => 'hang'
    sensor.observe(line())
    sensor.observe(line())
    const closing = sensor.close(1_000)
    await clock.pass(1_000)
    await closing
    sensor.observe(line())
    expect(sensor.balance()).toMatchObject({ observed: 3, sent: 0, dropped: 3, queued: 0 })
    expect(sensor.balance().droppedBy.closed).toBe(3)
    const attempts = hub.attempts.length
    await clock.pass(100_000)
    expect(hub.attempts).toHaveLength(attempts)
  })

  it('flushes only what was there when it was asked', async () => {
    const { sensor, clock, hub } = stand()
    sensor.observe(line('/a'))
    const flushed = sensor.flush(1_000)
    await clock.pass(0)
    expect(await flushed).toBe(true)
    hub.reply = () => null
    sensor.observe(line('/b'))
    const failed = sensor.flush(1_000)
    await clock.pass(1_000)
    expect(await failed).toBe(false)
  })
})

describe('the balance of a sensor', () => {
  const reply = fc.constantFrom(
    null,
    'hang' as const,
    ...[202, 429, 500, 413, 400, 401].map((status) => ({ status })),
  )
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.record({ observe: fc.string({ maxLength: 40 }) }) },
    fc.record({ pass: fc.integer({ min: 0, max: 5_000 }) }),
    fc.record({ reply }),
  )

  it('is exact after every step, and no line is ever taken twice or out of order', async () => {
    const property = fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const limits = { queueLines: 8, queueBytes: 600, batchLines: 3 }
      const held = stand({ limits })
      const taken: string[] = []
      let answer: typeof reply extends fc.Arbitrary<infer Value> ? Value : never = { status: 202 }
      held.hub.reply = ({ lines }) => {
        if (answer !== null && answer !== 'hang' && answer.status === 202) taken.push(...lines)
        return answer
      }
      let count = 0
      for (const step of actions) {
        if ('observe' in step) {
          held.sensor.observe(line(`/${count}/${step.observe}`))
          count += 1
        } else if ('pass' in step) await held.clock.pass(step.pass)
        else answer = step.reply
        expect(isExact(held)).toBe(true)
        expect(held.sensor.balance().queued).toBeLessThanOrEqual(limits.queueLines)
      }
      const order = taken.map((text) => Number(/"url":"\/(\d+)\//.exec(text)?.[1]))
      expect(order).toEqual([...new Set(order)].sort((left, right) => left - right))
      const closing = held.sensor.close(10)
      await held.clock.pass(10)
      await closing
      expect(isExact(held)).toBe(true)
      expect(held.sensor.balance().queued).toBe(0)
    })
    await fc.assert(property, { numRuns: 60 })
  }, 30_000)
})
