import { decodeExchange, type Exchange } from '@weir/schema'
import { toExchangeLine } from '@weir/sensor'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { otelLimits } from '../limits.ts'
import { Attributes, type AttributeValue } from '../telemetry/attributes.ts'
import type { TelemetryRecord, Teller } from '../telemetry/record.ts'
import { exchangeLine } from './exchange-line.ts'

type Values = Readonly<Record<string, AttributeValue>>

const about = { id: 'e1', service: undefined, limits: { ...otelLimits, bodyBytes: 100 } }
const traceId = 'a'.repeat(32)

function record(
  teller: Teller,
  values: Values,
  more: Partial<TelemetryRecord> = {},
): TelemetryRecord {
  return {
    teller,
    traceId,
    spanId: 'b'.repeat(16),
    parentSpanId: 'c'.repeat(16),
    startNs: 1_700_000_000_123_456_789n,
    endNs: 1_700_000_000_133_456_789n,
    attributes: new Attributes(new Map(Object.entries(values))),
    resource: new Attributes(new Map([['service.name', 'shop']])),
    ...more,
  }
}

function exchangeOf(given: TelemetryRecord): Exchange | null {
  const line = exchangeLine(given, about)
  if (line === null) return null
  const decoded = decodeExchange(JSON.parse(JSON.stringify(toExchangeLine(line))))
  if (!decoded.ok) throw new Error(decoded.problem)
  return decoded.value
}

const stable = {
  'http.request.method': 'POST',
  'url.scheme': 'http',
  'url.path': '/orders',
  'url.query': 'a=1',
  'server.address': 'shop.example',
  'server.port': 8080,
  'network.peer.address': '10.0.0.7',
  'network.peer.port': 5555,
  'client.address': '203.0.113.9',
  'user_agent.original': 'till/2',
  'network.protocol.version': '2',
  'http.response.status_code': 201,
}

describe('a span of a server', () => {
  it('is what the called saw, by the stable conventions', () => {
    const exchange = exchangeOf(record('server', stable))
    expect(exchange).toMatchObject({
      ts: 1_700_000_000_123.457,
      durationMs: 10,
      vantage: 'server',
      src: { ip: '10.0.0.7', port: 5555 },
      dst: { host: 'shop.example', port: 8080, service: 'shop' },
      request: { method: 'POST', url: '/orders?a=1', version: '2.0' },
      response: { status: 201 },
    })
    const headers = exchange?.request?.headers
    expect(headers?.get('traceparent')).toEqual([`00-${traceId}-${'c'.repeat(16)}-01`])
    expect(headers?.get('user-agent')).toEqual(['till/2'])
    expect(headers?.get('x-forwarded-for')).toEqual(['203.0.113.9'])
    expect(headers?.get('host')).toEqual(['shop.example'])
  })

  it('is the same by the older ones', () => {
    const exchange = exchangeOf(
      record('server', {
        'http.method': 'POST',
        'http.target': '/orders?a=1',
        'http.host': 'shop.example:8080',
        'net.host.port': 8080,
        'net.sock.peer.addr': '10.0.0.7',
        'net.sock.peer.port': 5555,
        'http.client_ip': '203.0.113.9',
        'http.user_agent': 'till/2',
        'http.flavor': '2.0',
        'http.status_code': 201,
      }),
    )
    const now = exchangeOf(record('server', { ...stable, 'http.host': 'shop.example:8080' }))
    expect(exchange).toEqual(now)
  })

  it('has the headers somebody recorded, before those made of other attributes', () => {
    const exchange = exchangeOf(
      record('server', {
        ...stable,
        'http.request.header.x-api-key': ['k1', 'k2'],
        'http.request.header.user_agent': ['mine'],
        'http.request.header.traceparent': ['00-1-2-01'],
        'http.response.header.content-type': ['application/json'],
      }),
    )
    const headers = exchange?.request?.headers
    expect(headers?.get('x-api-key')).toEqual(['k1', 'k2'])
    expect(headers?.get('user-agent')).toEqual(['mine'])
    expect(headers?.get('traceparent')).toEqual(['00-1-2-01'])
    expect(exchange?.response?.headers.get('content-type')).toEqual(['application/json'])
  })

  it('has bodies where they were recorded, and says what of them is missing', () => {
    const exchange = exchangeOf(
      record('server', {
        ...stable,
        'http.request.body.content': '{"a":1}',
        'http.response.body': 'x'.repeat(150),
      }),
    )
    expect(Buffer.from(exchange?.request?.body ?? []).toString()).toBe('{"a":1}')
    expect(exchange?.request).toMatchObject({ truncated: false, bodySize: 7 })
    expect(exchange?.response).toMatchObject({ truncated: true, bodySize: 150 })
    const sized = exchangeOf(record('server', { ...stable, 'http.response.body.size': 9 }))
    expect(sized?.response).toMatchObject({ truncated: true, bodySize: 9 })
    const coded = exchangeOf(record('server', { ...stable, 'http.response.body.base64': '/w==' }))
    expect([...(coded?.response?.body ?? [])]).toEqual([255])
  })

  it('of a method nobody knows has the one that was sent', () => {
    const values = { ...stable, 'http.request.method': '_OTHER' }
    expect(exchangeOf(record('server', values))).toBeNull()
    const sent = { ...values, 'http.request.method_original': 'BREW' }
    expect(exchangeOf(record('server', sent))?.request?.method).toBe('BREW')
  })
})

describe('a span of a client', () => {
  it('is what the caller saw', () => {
    const exchange = exchangeOf(
      record('client', {
        'http.request.method': 'GET',
        'url.full': 'https://pay.example/v1/charges?x=%20y',
        'server.address': 'pay.example',
        'network.peer.address': '10.9.9.9',
      }),
    )
    expect(exchange).toMatchObject({
      vantage: 'client',
      src: { service: 'shop' },
      dst: { host: 'pay.example', ip: '10.9.9.9', port: 443 },
      request: { url: '/v1/charges?x=%20y' },
      response: null,
    })
    expect(exchange?.request?.headers.get('traceparent')?.[0]).toContain('b'.repeat(16))
  })
})

describe('a call of gRPC', () => {
  it.each([
    { 'rpc.system': 'grpc', 'rpc.service': 'bank.Cards', 'rpc.method': 'Get' },
    { 'rpc.system.name': 'grpc', 'rpc.method': 'bank.Cards/Get' },
  ])('is a POST to its method', (names) => {
    const exchange = exchangeOf(record('server', { ...names, 'rpc.grpc.status_code': 5 }))
    expect(exchange).toMatchObject({
      request: { method: 'POST', url: '/bank.Cards/Get' },
      response: { status: 200 },
    })
    expect(exchange?.response?.headers.get('grpc-status')).toEqual(['5'])
  })
})

describe('a log record', () => {
  it('about a call is what a gateway saw', () => {
    const exchange = exchangeOf(record('log', stable, { endNs: 0n }))
    expect(exchange).toMatchObject({ vantage: 'gateway' })
    expect(exchange?.durationMs).toBeUndefined()
    expect(exchange?.dst.service).not.toBe('shop')
  })
})

describe('records about no call', () => {
  it.each([
    ['a span of neither side', record('other', stable)],
    ['a span without attributes', record('server', {})],
    ['a span with a method alone', record('server', { 'http.request.method': 'GET' })],
    [
      'a method in a list that says nothing',
      record('server', { ...stable, 'http.request.method': [''] }),
    ],
    ['a call of another system', record('client', { 'rpc.system': 'dubbo', 'rpc.method': 'm' })],
    ['a span without a time', record('server', stable, { startNs: 0n })],
  ])('are passed over: %s', (_what, given) => {
    expect(exchangeLine(given, about)).toBeNull()
  })

  it('and any others make a line that can be read, or none', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.array(fc.string()),
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    )
    const names = fc.constantFrom(
      ...Object.keys(stable),
      'url.full',
      'http.url',
      'http.target',
      'http.host',
      'rpc.system',
      'rpc.method',
      'http.request.header.__proto__',
      'http.response.header.a',
      'http.request.body',
      'http.response.body.size',
    )
    const tellers = fc.constantFrom<Teller>('server', 'client', 'log')
    fc.assert(
      fc.property(
        tellers,
        fc.dictionary(names, value),
        fc.bigInt(0n, 2n ** 64n),
        (teller, values, startNs) => {
          const all = { 'http.request.method': 'GET', 'url.path': '/', ...values }
          exchangeOf(record(teller, all, { startNs, endNs: startNs + 1n }))
        },
      ),
    )
  })
})
