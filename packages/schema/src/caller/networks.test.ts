import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { neighbourhood, parseAddress, parseNetworks } from './networks.ts'

describe('networks', () => {
  it('take private ranges as internal without being told', () => {
    const networks = parseNetworks([])
    for (const ip of [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '127.0.0.1',
      '::1',
      'fd00::1',
      '::ffff:10.0.0.1',
    ]) {
      expect(networks.zoneOf(ip)).toBe('internal')
    }
    for (const ip of ['8.8.8.8', '172.32.0.1', '2001:4860::8888'])
      expect(networks.zoneOf(ip)).toBe('internet')
    expect(networks.zoneOf('api.example')).toBe('unknown')
  })
  it('let the most specific range decide', () => {
    const networks = parseNetworks([
      { cidr: '10.9.0.0/16', zone: 'partner', internal: false },
      { cidr: '10.9.1.0/24', zone: 'dmz' },
    ])
    expect(networks.zoneOf('10.9.1.7')).toBe('dmz')
    expect(networks.isInternal('10.9.2.7')).toBe(false)
    expect(networks.isInternal('10.8.2.7')).toBe(true)
  })
  it('refuse what is no range', () => {
    for (const cidr of [
      '10.0.0.0/33',
      'ten/8',
      '10.0.0/8',
      '::/129',
      '10.0.0.0/x',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '10.0.0.0/1e1',
    ]) {
      expect(() => parseNetworks([{ cidr, zone: 'z' }])).toThrow(cidr)
    }
  })
  it('count an address under its /24 or /48', () => {
    expect(neighbourhood('203.0.113.77')).toBe('203.0.113.0/24')
    expect(neighbourhood('2001:db8:1:2::7')).toBe('2001:db8:1::/48')
    expect(neighbourhood('?')).toBe('unknown')
  })
})

describe('reading an address', () => {
  it('agrees with the platform on every text', () => {
    const part = fc.constantFrom(
      '0',
      '1',
      'ff',
      '255',
      '256',
      '::',
      ':',
      '.',
      'g',
      '1.2.3.4',
      'ffff',
      '10000',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        if (text.length > 45) return
        expect(parseAddress(text) !== null).toBe(isIP(text) !== 0 || lenient(text))
      }),
      { numRuns: 3_000, examples: [[['0', '0', '255', '::']]] },
    )
  })
})

/** IPv4 with leading zeros in a part: we read it, the platform does not. */
function lenient(text: string): boolean {
  const stripped = text.replace(/(^|[.:])0+(?=\d+\.)|(?<=\.)0+(?=\d)/g, '$1')
  return stripped !== text && !/\d{4,}\.|\.\d{4,}/.test(text) && isIP(stripped) !== 0
}
