import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follows, hostsAlike, parentOf, practiceOf } from './hosts.ts'

type Shows = ReadonlySet<string>

const operation = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')
const operations = fc.uniqueArray(operation, { maxLength: 8 }).map((all) => new Set(all))
const hosts = fc
  .array(operations, { maxLength: 30 })
  .map((all) => new Map(all.map((own, index): [string, Shows] => [`h${index}`, own])))

function hostsDoing(all: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(all.map((letters, index) => [`h${index}`, new Set(letters)] as const))
}

describe('the parent of a host', () => {
  it('is what follows its first label, with the port', () => {
    expect(parentOf('acme.example.com')).toBe('example.com')
    expect(parentOf('acme.eu.example.com:8443')).toBe('eu.example.com:8443')
  })
  it('is missing for addresses, short names and what is no host', () => {
    for (const name of ['example.com', 'orders', '10.0.0.1', '10.0.0.1:80', '[fe80::1.2.3]', '']) {
      expect(parentOf(name)).toBeNull()
    }
    expect(parentOf('{tenant}.example.com')).toBeNull()
    expect(parentOf('a..b.c')).toBeNull()
  })
  it('is a proper end of any name that has one', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.domain()), (name) => {
        const parent = parentOf(name)
        expect(parent === null || name.endsWith(`.${parent}`)).toBe(true)
      }),
    )
  })
})

describe('hosts that are alike', () => {
  it('are five at least', () => {
    expect(hostsAlike(hostsDoing(['ab', 'ab', 'ab', 'ab']))).toEqual([])
    expect(hostsAlike(hostsDoing(['ab', 'ab', 'ab', 'ab', 'ab']))).toHaveLength(5)
  })
  it('do two things alike at least', () => {
    expect(hostsAlike(hostsDoing(['a', 'a', 'a', 'a', 'a', 'a']))).toEqual([])
  })
  it('do little else than the others', () => {
    const found = hostsAlike(hostsDoing(['ab', 'ab', 'ab', 'ab', 'abc', 'abcdefgh']))
    expect(found).toEqual(['h0', 'h1', 'h2', 'h3', 'h4'].slice(0, found.length))
  })
  it('are most of those with the usual operation: a habit makes no service', () => {
    const habit = [
      'ab',
      'ab',
      'ab',
      'ab',
      'ab',
      'abcde',
      'abfgh',
      'abijk',
      'ablmn',
      'abopq',
      'abrst',
    ]
    expect(hostsAlike(hostsDoing(habit))).toEqual([])
  })
  it('share an operation, any two of them, whatever others do', () => {
    fc.assert(
      fc.property(hosts, (all) => {
        const alike = hostsAlike(all).map((host) => all.get(host) ?? new Set<string>())
        for (const one of alike) {
          for (const other of alike) expect([...one].some((own) => other.has(own))).toBe(true)
        }
      }),
    )
  })
  it('are the same in whatever order they came', () => {
    fc.assert(
      fc.property(hosts, (all) => {
        const backwards = new Map([...all].reverse())
        expect([...hostsAlike(backwards)].sort()).toEqual([...hostsAlike(all)].sort())
      }),
    )
  })
})

describe('a host that comes later', () => {
  const practice = practiceOf(new Map([...'abcdef'].map((name, at) => [name, 100 - at * 18])))
  const isFollowing = (letters: string): boolean =>
    practice !== null && follows(new Set(letters), practice)

  it('follows when it shows most of what nearly all show, and little of its own', () => {
    expect(isFollowing('ab')).toBe(true)
    expect(isFollowing('abcd')).toBe(true)
    expect(isFollowing('a')).toBe(false)
    expect(isFollowing('def')).toBe(false)
    expect(isFollowing('abxyz')).toBe(false)
  })
})
