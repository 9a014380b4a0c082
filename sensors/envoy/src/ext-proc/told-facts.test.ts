import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toldFacts } from './told-facts.ts'

const digits = 'ab'.repeat(32)
const expected = {
  ts: 1_795_689_767_280.763,
  version: '2.0',
  src: { ip: '2001:db8::1', port: 70 },
  tls: { version: 'TLSv1.3', sni: 'a.test', certificate: digits },
  spiffe: 'spiffe://a.test/shop',
}

describe('what Envoy says of a request', () => {
  it('is the same in metadata and in attributes', () => {
    const metadata = [
      ['weir', `1795689767.280763 HTTP/2 [2001:db8::1]:70 TLSv1.3 ${digits}`],
      ['weir-sni', 'a.test'],
      ['weir-spiffe', 'spiffe://a.test/shop'],
    ].flat()
    const saysNothing = ['weir', '- -  - -', 'weir-sni', '']
    const attributes = new Map([
      ['request.time', '2026-11-26T10:42:47.280763+00:00'],
      ['request.protocol', 'HTTP/2'],
      ['source.address', '[2001:db8::1]:70'],
      ['connection.tls_version', 'TLSv1.3'],
      ['connection.requested_server_name', 'a.test'],
      ['connection.sha256_peer_certificate_digest', digits],
      ['connection.uri_san_peer_certificate', 'spiffe://a.test/shop'],
    ])
    expect(toldFacts(metadata, new Map())).toMatchObject(expected)
    expect(toldFacts([], attributes)).toMatchObject(expected)
    expect(toldFacts(saysNothing, attributes)).toMatchObject(expected)
  })

  it('may be nothing, or anything', () => {
    expect(toldFacts([], new Map())).toMatchObject({ ts: undefined, version: undefined })
    fc.assert(
      fc.property(fc.string(), fc.string(), (weir, time) => {
        const { ts } = toldFacts(['weir', weir], new Map([['request.time', time]]))
        expect(ts === undefined || Number.isFinite(ts)).toBe(true)
      }),
    )
  })
})
