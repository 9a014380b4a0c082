import { isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ipText } from './ip-text.ts'

const ipv6 = (hex: string): string | undefined =>
  ipText({ type: 'ipv6', value: Buffer.from(hex.replaceAll(':', ''), 'hex') })

describe('the text of an address', () => {
  it.each([
    ['0000:0000:0000:0000:0000:0000:0000:0000', '::'],
    ['0000:0000:0000:0000:0000:0000:0000:0001', '::1'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['2001:0db8:0000:0001:0001:0001:0001:0001', '2001:db8:0:1:1:1:1:1'],
    ['fe80:0000:0000:0000:0000:0000:0000:0000', 'fe80::'],
    ['0000:0000:0000:0000:0000:ffff:c000:0201', '192.0.2.1'],
  ])('%s is %s (RFC 5952)', (hex, text) => {
    expect(ipv6(hex)).toBe(text)
  })

  it('names the same address as the platform does', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), {
      minLength: 8,
      maxLength: 8,
    })
    fc.assert(
      fc.property(groups, (numbers) => {
        const hex = numbers.map((number) => number.toString(16).padStart(4, '0')).join(':')
        const text = ipv6(hex) ?? ''
        if (!isIPv6(text)) return
        expect(new URL(`http://[${text}]/`).hostname).toBe(new URL(`http://[${hex}]/`).hostname)
      }),
    )
  })

  it('is missing for a value that is none', () => {
    expect(ipText(undefined)).toBeUndefined()
    expect(ipText({ type: 'null' })).toBeUndefined()
    expect(ipText({ type: 'ipv4', value: Buffer.from([10, 0, 0, 7]) })).toBe('10.0.0.7')
  })
})
