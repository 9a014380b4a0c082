import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encoded } from '../testing/envoy-messages.ts'
import { type Bench, bench, fakeCall } from '../testing/fake-call.ts'
import { LogService } from './log-service.ts'

const address = (ip: string, port: number): object => ({
  socket_address: { address: ip, port_value: port },
})
const common = {
  downstream_remote_address: address('203.0.113.9', 1),
  downstream_direct_remote_address: address('10.0.0.9', 2),
  upstream_remote_address: address('10.0.0.5', 8_080),
  start_time: { seconds: 1_700_000_000, nanos: 250_000 },
  time_to_last_downstream_tx_byte: { seconds: 1, nanos: 5_000_000 },
  tls_properties: {
    tls_version: 4,
    tls_sni_hostname: 'shop.test',
    peer_certificate_properties: {
      subject_alt_name: [{ uri: 'https://x.test' }, { uri: 'spiffe://a.test/shop' }],
    },
  },
}
const entry = {
  common_properties: common,
  protocol_version: 3,
  request: {
    request_method: 3,
    authority: 'shop.test:443',
    path: '/now',
    original_path: '/as-sent?a=1',
    user_agent: 'till/2',
    request_body_bytes: 5,
    request_headers: { authorization: 'Bearer t', host: 'shop.test' },
  },
  response: {
    response_code: { value: 201 },
    response_body_bytes: 70,
    response_headers: { x: '1' },
  },
}

function told(entries: readonly object[], about: Bench = bench()): Bench {
  const message = encoded('StreamAccessLogsMessage', { http_logs: { log_entry: entries } })
  new LogService(about.reporter, about.limits).open(fakeCall()).message(message)
  about.reporter.finish()
  return about
}

describe('an entry of the log', () => {
  it('becomes an exchange without bodies', () => {
    const [exchange] = told([entry]).exchanges
    expect(exchange).toMatchObject({
      ts: 1_700_000_000_000.25,
      durationMs: 1_005,
      src: { ip: '10.0.0.9', port: 2, spiffe: 'spiffe://a.test/shop' },
      dst: { host: 'shop.test', ip: '10.0.0.5', port: 8_080, service: 'shop' },
      tls: { sni: 'shop.test', version: 'TLSv1.3' },
      request: {
        method: 'POST',
        url: '/as-sent?a=1',
        version: '2.0',
        bodySize: 5,
        truncated: true,
      },
      response: { status: 201, bodySize: 70, truncated: true },
    })
    expect(exchange?.request?.headers.get('host')).toEqual(['shop.test'])
    expect(exchange?.request?.headers.get('user-agent')).toEqual(['till/2'])
  })

  it('without a body is whole, unless flags say that it was cut off', () => {
    const response = { response_code: { value: 200 } }
    const cut = { ...common, response_flags: { downstream_connection_termination: true } }
    const other = { ...common, response_flags: { no_healthy_upstream: true } }
    const { exchanges } = told(
      [common, cut, other].map((properties) => ({
        ...entry,
        common_properties: properties,
        response,
      })),
    )
    expect(exchanges.map((each) => each.response?.truncated)).toEqual([false, true, false])
  })

  it('has no response where there was none, and is none while the exchange goes on', () => {
    const begun = { ...entry, common_properties: { ...common, access_log_type: 4 } }
    const { exchanges } = told([{ ...entry, response: {} }, begun])
    expect(exchanges.map(({ response }) => response)).toEqual([null])
  })

  it('is counted when it cannot be held', () => {
    const { sensor } = told([entry, entry], bench({ isOpen: false }))
    expect(sensor.balance().droppedBy['queue-full']).toBe(2)
  })

  it('may be any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const about = bench()
        new LogService(about.reporter, about.limits).open(fakeCall()).message(Buffer.from(bytes))
        about.reporter.finish()
        const { observed, dropped, queued } = about.sensor.balance()
        expect(observed).toBe(dropped + queued)
      }),
    )
  })

  it('that was damaged anywhere never fails beyond itself', () => {
    const whole = encoded('StreamAccessLogsMessage', { http_logs: { log_entry: [entry] } })
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(whole)
        bytes[at] = byte
        const about = bench()
        new LogService(about.reporter, about.limits).open(fakeCall()).message(bytes)
        about.reporter.finish()
        // Of all single octets none makes more than three of it: a damaged length cuts it in parts.
        expect(about.sensor.balance().observed).toBeLessThanOrEqual(3)
      }),
    )
  })
})
