import { createSensor, type Decide, type ExchangeSensor, pass, toExchangeLine } from '@weir/sensor'
import { decodeExchange, type Exchange } from '@weir/schema'
import { describe, expect, it } from 'vitest'
import { type HaproxyLimits, haproxyLimits } from './limits.ts'
import { Observer } from './observer.ts'
import type { Frame } from './spop/frame.ts'
import { told } from './testing/told.ts'

/** As HAProxy has it with buffers of 64 KiB. */
const frameBytes = 65_532

interface Watched {
  readonly observer: Observer
  readonly sensor: ExchangeSensor
  readonly exchanges: Exchange[]
  /** Of each, whether it was asked for. */
  readonly asked: boolean[]
  readonly tell: (...notifies: readonly Frame[]) => void
  readonly wait: (ms: number) => void
  readonly passedOver: () => number
}

function watch(limits: Partial<HaproxyLimits> = {}, decide?: Decide, isOpen = true): Watched {
  const exchanges: Exchange[] = []
  const asked: boolean[] = []
  let now = 1_700_000_000_000
  const clock = { now: () => now, schedule: () => () => undefined }
  const kit = createSensor({ url: 'http://127.0.0.1:9', key: 'k', agent: 'a', ports: { clock } })
  const sensor: ExchangeSensor = {
    ...kit,
    open: () => isOpen,
    observe: (line, isAskedFor = false) => {
      const decoded = decodeExchange(JSON.parse(JSON.stringify(toExchangeLine(line))))
      if (!decoded.ok) throw new Error(decoded.problem)
      exchanges.push(decoded.value)
      asked.push(isAskedFor)
      kit.observe(line)
    },
  }
  let passedOver = 0
  const observer = new Observer({
    sensor,
    service: 'shop',
    decide,
    passedOver: () => {
      passedOver += 1
    },
    limits: { ...haproxyLimits, ...limits },
  })
  const tell = (...notifies: readonly Frame[]): void => {
    for (const notify of notifies) {
      const reply = observer.answer(notify, frameBytes)
      if (reply.kind === 'now') reply.after()
    }
  }
  const wait = (ms: number): void => {
    now += ms
  }
  return { observer, sensor, exchanges, asked, tell, wait, passedOver: () => passedOver }
}

const request = (stream: number, id = `u${stream}`, path = `/${stream}`): Frame =>
  told('weir-request', stream, {
    id,
    time: 1_700_000_000_000_250,
    method: 'POST',
    path,
    version: '1.1',
    headers: 'host: shop.test:8080\r\ncontent-length: 5\r\n\r\n',
    body: 'hello',
    size: 5,
    whole: true,
  })

const response = (stream: number, id = `u${stream}`): Frame =>
  told('weir-response', stream, {
    id,
    time: 1_700_000_000_012_500,
    status: 201,
    headers: 'content-type: text/plain\r\n\r\n',
    body: 'done',
    size: 4,
    whole: true,
  })

describe('what HAProxy tells', () => {
  it('becomes one exchange of request and response', () => {
    const { observer, exchanges, tell } = watch()
    tell(request(1), response(1))
    observer.finish()
    expect(exchanges).toHaveLength(1)
    expect(exchanges[0]).toMatchObject({
      ts: 1_700_000_000_000.25,
      durationMs: 12.25,
      vantage: 'gateway',
      dst: { host: 'shop.test', service: 'shop' },
      request: {
        method: 'POST',
        url: '/1',
        version: '1.1',
        body: new TextEncoder().encode('hello'),
      },
      response: { status: 201, body: new TextEncoder().encode('done'), truncated: false },
    })
  })

  it('is joined whatever the order of transactions, and never across them', () => {
    const { observer, exchanges, tell } = watch()
    // Clients that choose the same id for themselves still have streams of their own.
    tell(request(1, 'same'), request(2, 'same'), response(2, 'same'), response(1, 'same'))
    observer.finish()
    expect(exchanges.map(({ request: seen }) => seen?.url)).toEqual(['/2', '/1'])
  })

  it('is reported without a response when none comes in time', async () => {
    const { observer, exchanges, tell, wait } = watch({ unansweredMs: 1_000 })
    tell(request(1))
    await new Promise((resolve) => setImmediate(resolve))
    wait(999)
    observer.sweep()
    expect(exchanges).toHaveLength(0)
    wait(1)
    observer.sweep()
    expect(exchanges[0]?.response).toBeNull()
    expect(observer.load.exchanges).toBe(0)
  })

  it('is reported once: a response after that joins nothing', () => {
    const { observer, exchanges, tell } = watch()
    tell(request(1))
    observer.finish()
    tell(response(1), response(7))
    observer.finish()
    expect(exchanges).toHaveLength(1)
    expect(observer.unmatched).toBe(2)
  })

  it('is bounded: the oldest request is reported as far as it got', () => {
    const { observer, exchanges, tell } = watch({ openExchanges: 2 })
    tell(request(1), request(2), request(3), response(3), response(2))
    observer.finish()
    expect(
      exchanges.map(({ request: seen, response: answer }) => [seen?.url, answer?.status]),
    ).toEqual([
      ['/1', undefined],
      ['/3', 201],
      ['/2', 201],
    ])
    const small = watch({ openBytes: 1 })
    small.tell(request(1))
    small.observer.finish()
    expect(small.observer.load).toEqual({ exchanges: 0, bytes: 0, backlog: 0 })
  })

  it('is counted where it cannot be kept', () => {
    const { observer, sensor, tell } = watch({ backlogMessages: 1 })
    tell(request(1), request(2), response(1))
    observer.finish()
    expect(sensor.balance()).toMatchObject({ observed: 2, droppedBy: { overload: 1 } })
    const shut = watch({}, undefined, false)
    shut.tell(request(1), response(1))
    shut.observer.finish()
    expect(shut.sensor.balance()).toMatchObject({ observed: 1, droppedBy: { 'queue-full': 1 } })
  })

  it('is counted where it cannot be read', () => {
    const { observer, sensor, tell } = watch()
    const broken = request(1)
    tell(
      { ...broken, payload: broken.payload.subarray(0, -3) },
      told('weir-request', 2, { id: 'u' }),
    )
    observer.finish()
    expect(sensor.balance()).toMatchObject({ observed: 2, droppedBy: { fault: 2 } })
    expect(observer.answerTooLarge(request(3)).kind).toBe('now')
  })

  it('has no body where the protocol has none, whatever it announces', () => {
    const { observer, exchanges, tell } = watch()
    const head = told('weir-request', 1, { method: 'HEAD', path: '/', whole: true })
    tell(head, told('weir-response', 1, { status: 200, size: 5_000, whole: false }))
    observer.finish()
    expect(exchanges[0]?.response).toMatchObject({ bodySize: 0, truncated: false })
  })
})

describe('a decision', () => {
  const denyAll: Decide = () => ({ kind: 'deny', status: 429, headers: {}, body: 'No.\n' })

  it('travels with the acknowledgement of the request, and of nothing else', () => {
    const { observer } = watch({}, denyAll)
    expect(observer.answer(request(1), frameBytes)).toMatchObject({
      actions: [
        { kind: 'set-var', scope: 'transaction', name: 'deny', value: { value: 429 } },
        { kind: 'set-var', scope: 'transaction', name: 'text', value: { value: 'No.' } },
      ],
    })
    expect(observer.answer(response(1), frameBytes)).toMatchObject({ actions: [] })
    expect(watch().observer.answer(request(1), frameBytes)).toMatchObject({ actions: [] })
  })

  it('sees the request, which is still observed', () => {
    const urls: string[] = []
    const { observer, exchanges, tell } = watch({}, ({ request: { url } }) => {
      urls.push(url)
      return pass
    })
    tell(request(1), response(1))
    observer.finish()
    expect(urls).toEqual(['/1'])
    expect(exchanges).toHaveLength(1)
  })

  it('that captures has bodies kept and the exchange sent, whatever is kept and sampled otherwise', () => {
    const limits = { bodyBytes: 2 }
    const decide: Decide = ({ request: { url } }) =>
      url === '/2' ? { ...pass, captureBytes: 4 } : pass
    const { observer, exchanges, asked, tell } = watch(limits, decide)
    tell(request(1), response(1), request(2), response(2))
    observer.finish()
    const kept = exchanges.map((each) =>
      [each.request?.body, each.response?.body].map((body) => Buffer.from(body ?? []).toString()),
    )
    expect(kept).toEqual([
      ['he', 'do'],
      ['hell', 'done'],
    ])
    expect(exchanges.map((each) => each.request?.bodySize)).toEqual([5, 5])
    expect(asked).toEqual([false, true])
  })

  it('of JavaScript may say no more than that the request passes', () => {
    const decide: Decide = () => JSON.parse('{"kind":"allow"}')
    const { observer, exchanges, tell } = watch({}, decide)
    expect(observer.answer(request(1), frameBytes)).toMatchObject({ actions: [] })
    tell(request(2), response(2))
    observer.finish()
    expect([observer.decisionFaults, exchanges.length]).toEqual([0, 1])
  })

  it('that fails lets the request pass, and is counted', () => {
    const { observer, exchanges, tell } = watch({}, () => {
      throw new Error('broken')
    })
    tell(request(1), response(1))
    observer.finish()
    expect(observer.decisionFaults).toBe(1)
    expect(exchanges).toHaveLength(1)
  })
})
