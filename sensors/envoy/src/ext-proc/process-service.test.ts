import { type Decide, pass } from '@weir/sensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encoded } from '../testing/envoy-messages.ts'
import { type Bench, bench, type FakeCall, fakeCall } from '../testing/fake-call.ts'
import { ProcessService } from './process-service.ts'

type Headers = readonly (readonly [string, string])[]

const headerMap = (headers: Headers): object => ({
  headers: headers.map(([key, value]) => ({ key, raw_value: Buffer.from(value, 'latin1') })),
})
const requestHeaders = (path = '/a', isEnd = true, extra: Headers = []): object => ({
  request_headers: {
    headers: headerMap([
      [':method', 'POST'],
      [':path', path],
      [':authority', 'shop.test:8080'],
      ...extra,
    ]),
    end_of_stream: isEnd,
  },
  attributes: {
    'envoy.filters.http.ext_proc': {
      fields: {
        'request.time': { string_value: '2026-11-26T10:42:47.280763+00:00' },
        'request.protocol': { string_value: 'HTTP/1.1' },
        'connection.id': { number_value: 3 },
        'source.address': { string_value: '[2001:db8::1]:70' },
      },
    },
  },
})
const responseHeaders = (status = '200', isEnd = true, extra: Headers = []): object => ({
  response_headers: {
    headers: headerMap([[':status', status], ['x', '1'], ['x', '2'], ...extra]),
    end_of_stream: isEnd,
  },
})
const body = (kind: 'request_body' | 'response_body', text: string, isEnd: boolean): object => ({
  [kind]: { body: Buffer.from(text), end_of_stream: isEnd },
})

const json: Headers = [['content-type', 'application/json']]
const redacting: Decide = () => ({ ...pass, redact: ['iban'] })

interface Told {
  readonly call: FakeCall
  readonly gone: () => void
  readonly more: (...parts: readonly object[]) => void
}

/** Opens a call and tells it everything, as Envoy observing does. */
function tell(service: ProcessService, parts: readonly object[], isObserving = true): Told {
  const call = fakeCall({ weir: '- HTTP/1.1 10.0.0.9:1234  ' })
  const handler = service.open(call)
  const more: Told['more'] = (...further) => {
    for (const part of further) {
      handler.message(encoded('ProcessingRequest', { ...part, observability_mode: isObserving }))
    }
  }
  more(...parts)
  return { call, gone: handler.gone, more }
}

function serviceOn(about: Bench): ProcessService {
  return new ProcessService({ ...about, trustsForwardedCertificate: false })
}

describe('what Envoy observes', () => {
  it('becomes one exchange, whose call is ended once and answered with nothing', () => {
    const about = bench()
    const service = serviceOn(about)
    const { call, gone } = tell(service, [
      requestHeaders('/a?b=1', false, [['x-forwarded-for', '203.0.113.9']]),
      body('request_body', 'hel', false),
      body('request_body', 'lo', true),
      responseHeaders('201', false),
      body('response_body', 'done', false),
      { response_trailers: { trailers: headerMap([['grpc-status', '0']]) } },
    ])
    service.finish()
    gone()
    about.reporter.finish()
    expect(about.exchanges).toHaveLength(1)
    const [exchange] = about.exchanges
    expect(exchange).toMatchObject({
      ts: Date.parse('2026-11-26T10:42:47.280Z') + 0.763,
      src: { ip: '10.0.0.9', port: 1_234 },
      dst: { host: 'shop.test', service: 'shop' },
      request: { method: 'POST', url: '/a?b=1', version: '1.1', bodySize: 5, truncated: false },
      response: { status: 201, bodySize: 4, truncated: false },
    })
    expect(exchange?.response?.headers.get('x')).toEqual(['1', '2'])
    expect(exchange?.response?.headers.get('grpc-status')).toEqual(['0'])
    expect(call).toMatchObject({ answers: [], statuses: [0] })
    expect(about.budget.used).toBe(0)
  })

  it('is reported as far as it got when the call is gone, or goes on for too long', () => {
    const about = bench({ limits: { longestMs: 1_000 } })
    const service = serviceOn(about)
    tell(service, [requestHeaders('/cut')]).gone()
    tell(service, [
      requestHeaders('/long'),
      responseHeaders('200', false),
      body('response_body', 'x', false),
    ])
    service.sweep()
    expect(service.exchanges).toBe(1)
    about.pass(1_001)
    service.sweep()
    about.reporter.finish()
    expect(service.exchanges).toBe(0)
    expect(
      about.exchanges.map(({ request, response }) => [request?.url, response?.truncated]),
    ).toEqual([
      ['/cut', undefined],
      ['/long', true],
    ])
    service.finish()
  })

  it('is over with the answer that makes a tunnel', () => {
    const about = bench()
    const service = serviceOn(about)
    const { call } = tell(service, [requestHeaders('/chat', false), responseHeaders('101', false)])
    service.finish()
    expect(call.statuses).toEqual([0])
  })

  it('costs nothing while nothing more can be held, and is counted', () => {
    const about = bench({ isOpen: false })
    const service = serviceOn(about)
    const { call } = tell(service, [requestHeaders()])
    service.finish()
    expect(call.statuses).toEqual([0])
    expect(about.sensor.balance().droppedBy['queue-full']).toBe(1)
  })

  it('keeps headers and bodies within what all calls share', () => {
    const about = bench({ limits: { heldBytes: 600 } })
    const service = serviceOn(about)
    tell(service, [requestHeaders('/1', false), body('request_body', 'x'.repeat(5_000), false)])
    tell(service, [requestHeaders('/2', false)])
    tell(service, [requestHeaders('/3', false)])
    expect(about.budget.used).toBeLessThanOrEqual(600)
    expect(about.sensor.balance().droppedBy.overload).toBeGreaterThan(0)
    service.finish()
    expect(about.budget.used).toBe(0)
  })

  it('has a place for so many calls and ends the others well', () => {
    const about = bench()
    expect(serviceOn(about).noRoom()).toBe(0)
    expect(about.sensor.balance().droppedBy.overload).toBe(1)
  })

  it('that is no message at all ends the call and is counted, each call once', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 120 }), { minLength: 1 }), (messages) => {
        const about = bench()
        const service = serviceOn(about)
        const call = fakeCall()
        const handler = service.open(call)
        for (const bytes of messages) handler.message(Buffer.from(bytes))
        handler.gone()
        service.finish()
        about.reporter.finish()
        expect(call.statuses).toEqual([0])
        expect(about.budget.used).toBe(0)
        expect(about.sensor.balance().observed).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('in any order is reported at most once and leaves nothing behind', () => {
    const part = fc.constantFrom(
      requestHeaders('/x', false),
      requestHeaders('/y', true),
      body('request_body', 'abc', false),
      body('request_body', '', true),
      responseHeaders('200', false),
      responseHeaders('200', false, json),
      responseHeaders('nonsense', true),
      body('response_body', 'abc', false),
      body('response_body', '', true),
      body('response_body', '{"iban":1}', true),
      { request_trailers: {} },
      {
        response_trailers: {
          trailers: headerMap([
            ['__proto__', 'x'],
            ['constructor', 'y'],
          ]),
        },
      },
    )
    fc.assert(
      fc.property(fc.array(part), fc.boolean(), fc.boolean(), (parts, isObserving, isRedacted) => {
        const about = bench(isRedacted ? { decide: redacting } : {})
        const service = serviceOn(about)
        const { gone, call } = tell(service, parts, isObserving)
        expect(call.answers.length).toBeLessThanOrEqual(isObserving ? 0 : parts.length)
        gone()
        expect(about.passedOver()).toBeLessThanOrEqual(isRedacted && !isObserving ? 1 : 0)
        service.finish()
        about.reporter.finish()
        expect(about.exchanges.length).toBeLessThanOrEqual(1)
        expect(call.statuses).toEqual([0])
        expect(about.budget.used).toBe(0)
      }),
    )
  })
})

describe('where Envoy waits', () => {
  it('every part is answered, in order', () => {
    const about = bench()
    const parts = [
      requestHeaders('/a', false, [['content-length', '5']]),
      body('request_body', 'hello', true),
      responseHeaders('200', true),
    ]
    const { call } = tell(serviceOn(about), parts, false)
    expect(call.answers.map((answer) => (answer[0] ?? 0) >> 3)).toEqual([1, 3, 2])
    expect(call.statuses).toEqual([0])
  })

  it('a denial is the only answer', () => {
    const about = bench({ decide: () => ({ kind: 'deny', status: 403, headers: {}, body: '' }) })
    const { call } = tell(serviceOn(about), [requestHeaders()], false)
    expect(call.answers.map((answer) => (answer[0] ?? 0) >> 3)).toEqual([7])
    expect(call.statuses).toEqual([0])
  })
})

describe('a response that is to be redacted', () => {
  const head = requestHeaders('/a')
  const held = responseHeaders('200', false, json)
  const whole = body('response_body', '{"iban":1}', true)
  const hidden = Buffer.from('{"iban":"redacted"}')

  it('is, though nothing more can be held for the hub', () => {
    const about = bench({ isOpen: false, decide: redacting })
    const { call } = tell(serviceOn(about), [head, held, whole], false)
    expect(call.answers[2]?.includes(hidden)).toBe(true)
    expect(call.statuses).toEqual([0])
    expect(about.sensor.balance()).toMatchObject({ observed: 1, dropped: 1 })
  })

  it('is, however long its service takes', () => {
    const about = bench({ limits: { longestMs: 1_000 }, decide: redacting })
    const service = serviceOn(about)
    const { call, more } = tell(service, [head], false)
    about.pass(1_001)
    service.sweep()
    service.sweep()
    about.reporter.finish()
    expect(about.exchanges.map(({ response }) => response)).toEqual([null])
    expect(about.budget.used).toBe(0)
    more(held, whole)
    expect(call.answers[2]?.includes(hidden)).toBe(true)
    expect([about.passedOver(), service.exchanges]).toEqual([0, 0])
  })

  it.each([
    ['it is longer than Envoy holds', body('response_body', '{"iban":1}', false)],
    ['it is no JSON', body('response_body', '{"iban":1', true)],
    ['trailers come instead', { response_trailers: {} }],
  ])('passes and is counted where %s', (_why, part) => {
    const about = bench({ decide: redacting })
    const { call } = tell(serviceOn(about), [head, held, part], false)
    expect(call.answers).toHaveLength(3)
    expect(call.answers[2]?.length).toBe(2)
    expect([call.statuses, about.passedOver()]).toEqual([[0], 1])
  })

  it('and is not shown, passes and is counted', () => {
    const about = bench({ decide: redacting })
    tell(serviceOn(about), [head, held], false).gone()
    expect(about.passedOver()).toBe(1)
  })
})
