import { parseAddress } from '@weir/schema/caller'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AddressRanges } from './address-ranges.ts'

const v4 = fc.tuple(fc.nat(255), fc.nat(3), fc.nat(3), fc.nat(255)).map((parts) => parts.join('.'))
const v6 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16)).join(':'))
const range = fc.oneof(
  fc.tuple(v4, fc.nat(32)).map(([ip, bits]) => `${ip}/${bits}`),
  fc.tuple(v6, fc.nat(128)).map(([ip, bits]) => `${ip}/${bits}`),
  v4,
)

/** Bit by bit. */
function isWithin(cidr: string, ip: string): boolean {
  const [host = '', length] = cidr.split('/')
  const width = host.includes(':') ? 128 : 32
  const bits = Number(length ?? width) + 128 - width
  return bitsOf(host).slice(0, bits) === bitsOf(ip).slice(0, bits)
}

function bitsOf(ip: string): string {
  const octets = [...(parseAddress(ip) ?? [])]
  return octets.map((octet) => octet.toString(2).padStart(8, '0')).join('')
}

describe('address ranges', () => {
  it('hold what a walk over all of them says they hold, after each change', () => {
    fc.assert(
      fc.property(fc.uniqueArray(range, { maxLength: 20 }), fc.oneof(v4, v6), (ranges, ip) => {
        const table = new AddressRanges<string>()
        const held = new Set<string>()
        const agrees = (): void => {
          const expected = [...held].filter((cidr) => isWithin(cidr, ip))
          expect(table.find(ip).toSorted()).toEqual(expected.toSorted())
        }
        for (const one of ranges) {
          expect(table.add(one, one)).toBe(true)
          held.add(one)
          agrees()
        }
        for (const one of ranges) {
          table.remove(one, one)
          held.delete(one)
          agrees()
        }
        expect(table.isEmpty).toBe(true)
      }),
    )
  })

  it('refuse what is no range, and find nothing for what is no address', () => {
    const table = new AddressRanges<number>()
    for (const text of ['', 'shop', '1.2.3', '1.2.3.4/33', '::/129', '1.2.3.4/x', '1.2.3.4/-1']) {
      expect(table.add(text, 1)).toBe(false)
    }
    table.add('0.0.0.0/0', 1)
    expect(table.find('unknown')).toEqual([])
    expect(table.find('::ffff:1.2.3.4')).toEqual([1])
  })
})
