import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import protobuf from 'protobufjs'
import { describe, expect, it } from 'vitest'
import { decodeExchangeMessage } from './decode-exchange-message.ts'

const file = new URL('../../../../spec/exchange.proto', import.meta.url)
const type = protobuf.parse(readFileSync(file, 'utf8')).root.lookupType('weir.v1.Exchange')

/** As protobufjs writes it, by the published description. */
function encoded(value: Readonly<Record<string, unknown>>): Uint8Array {
  return Uint8Array.from(type.encode(type.fromObject(value)).finish())
}

const call = { ts: 1.5, req: { method: 'get', url: '/a' } }

describe('an exchange in protobuf', () => {
  it('is read as the published description says', () => {
    const result = decodeExchangeMessage(
      encoded({
        ...call,
        id: 'e',
        kind: 'KIND_MESSAGE',
        durationMs: 2.25,
        vantage: 'VANTAGE_TAP',
        via: ['10.0.0.1', '10.0.0.2'],
        src: { ip: '1.2.3.4', port: 5, spiffe: 'spiffe://a/b' },
        dst: { host: 'h', ip: '::1', port: 443, service: 's' },
        tls: { sni: 'h', clientCert: 'aa' },
        req: {
          method: 'get',
          url: '/a',
          version: '1.1',
          headers: [
            { name: 'X-A', value: '1' },
            { name: 'x-a', value: '2' },
          ],
          body: Uint8Array.of(0, 255),
          bodySize: 9,
          truncated: true,
        },
        res: { status: 204 },
      }),
    )
    if (!result.ok) throw new Error(result.problem)
    expect(result.value).toEqual({
      id: 'e',
      kind: 'message',
      ts: 1.5,
      durationMs: 2.25,
      vantage: 'tap',
      via: ['10.0.0.1', '10.0.0.2'],
      src: { ip: '1.2.3.4', port: 5, spiffe: 'spiffe://a/b' },
      dst: { host: 'h', ip: '::1', port: 443, service: 's' },
      tls: { sni: 'h', client_cert: 'aa' },
      request: {
        method: 'GET',
        url: '/a',
        version: '1.1',
        headers: new Map([['x-a', ['1', '2']]]),
        body: Uint8Array.of(0, 255),
        bodySize: 9,
        truncated: true,
      },
      response: {
        status: 204,
        headers: new Map(),
        body: new Uint8Array(0),
        bodySize: 0,
        truncated: false,
      },
    })
  })

  it.each([
    ['ts: ', { req: call.req }],
    ['ts: ', { ...call, ts: -1 }],
    ['ts: ', { ...call, ts: Number.NaN }],
    ['duration_ms: ', { ...call, durationMs: -1 }],
    ['req: ', { ts: 1 }],
    ['req.method: ', { ts: 1, req: { url: '/' } }],
    ['req.method: ', { ts: 1, req: { url: '/', method: 'x'.repeat(33) } }],
    ['req.url: ', { ts: 1, req: { method: 'GET' } }],
    ['res.status: ', { ...call, res: { status: 1_000 } }],
    ['src.port: ', { ...call, src: { port: 70_000 } }],
    ['id: ', { ...call, id: 'x'.repeat(257) }],
    ['kind: ', { ...call, kind: 9 }],
    ['vantage: ', { ...call, vantage: 9 }],
  ])('is refused with the key that is wrong: %s%j', (key, value) => {
    const result = decodeExchangeMessage(encoded(value))
    expect(result.ok ? '' : result.problem).toMatch(new RegExp(`^${key}`))
  })

  it('may be any bytes, cut or changed: it is read or refused, and bodies are views of it', () => {
    const whole = encoded({ ...call, req: { ...call.req, body: new Uint8Array(20).fill(7) } })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.nat(255), (any, at, byte) => {
        decodeExchangeMessage(any)
        decodeExchangeMessage(whole.subarray(0, at % whole.length))
        const changed = Uint8Array.from(whole)
        changed[at % whole.length] = byte
        decodeExchangeMessage(changed)
      }),
    )
    const result = decodeExchangeMessage(whole)
    expect(result.ok && result.value.request?.body.buffer).toBe(whole.buffer)
  })
})
