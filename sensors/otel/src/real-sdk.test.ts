import { fileURLToPath } from 'node:url'
import { exitOf, runCommand } from '@weir/testkit/proxy'
import { describe, expect, it } from 'vitest'
import { withAgent } from './testing/running-agent.ts'

const shop = fileURLToPath(new URL('../testdata/traced-shop.cjs', import.meta.url))

describe('the OpenTelemetry SDK and its HTTP instrumentation', () => {
  it.each([
    ['http/protobuf', 'none'],
    ['http/protobuf', 'gzip'],
    ['http/json', 'gzip'],
    ['grpc', 'none'],
    ['grpc', 'gzip'],
  ])('show what a shop does over %s, compression %s', (protocol, compression) =>
    withAgent(async ({ httpUrl, grpcUrl, seen, agent }) => {
      const { child, said } = runCommand(shop, [], {
        PROTOCOL: protocol,
        COMPRESSION: compression,
        TRACES_URL: protocol === 'grpc' ? grpcUrl : `${httpUrl}/v1/traces`,
        LOGS_URL: `${httpUrl}/v1/logs`,
      })
      expect([await exitOf(child), said()]).toEqual([0, 'exported\n'])
      // The client of the test, the shop, what the shop asks, the bank, and the log record.
      const exchanges = await seen(5)
      const told = exchanges.map(
        ({ vantage, request }) => `${vantage} ${request?.method} ${request?.url}`,
      )
      expect(told.toSorted((left, right) => left.localeCompare(right))).toEqual([
        'client GET /charges?of=s-1',
        'client POST /orders?a=1',
        'gateway POST /logged',
        'server GET /charges?of=s-1',
        'server POST /orders?a=1',
      ])
      const order = exchanges.find(
        ({ vantage, request }) => vantage === 'server' && request?.method === 'POST',
      )
      expect(order).toMatchObject({
        src: { ip: '127.0.0.1' },
        dst: { host: 'localhost', service: 'shop' },
        request: { version: '1.1' },
        response: { status: 200 },
      })
      expect(order?.request?.headers.get('x-api-key')).toEqual(['k-1'])
      expect(order?.request?.headers.get('user-agent')).toEqual(['till/2'])
      expect(order?.response?.headers.get('content-type')).toEqual(['application/json'])
      expect(Buffer.from(order?.request?.body ?? []).toString()).toBe('{"sku":"s-1"}')
      const traces = exchanges.map(({ request }) =>
        request?.headers.get('traceparent')?.[0]?.slice(3, 35),
      )
      expect(new Set(traces.filter((trace) => trace !== undefined)).size).toBe(1)
      expect(agent.counts()).toMatchObject({ records: 6, passedOver: 1, malformed: 0 })
    }),
  )
})
