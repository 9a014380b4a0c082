import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addField, type HeaderFields, hostWithoutPort } from './header-fields.ts'

describe('header fields', () => {
  it('keep repeated fields in order, whatever their names', () => {
    const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'x', 'toString'), fc.string())
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
        const fields: HeaderFields = {}
        for (const [each, value] of pairs) addField(fields, each, value)
        for (const [each] of pairs) {
          const values = pairs.filter(([other]) => other === each).map(([, value]) => value)
          const kept: unknown = Object.getOwnPropertyDescriptor(fields, each)?.value
          expect(kept).toEqual(values.length === 1 ? values[0] : values)
        }
        expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
      }),
    )
  })
})

describe('the host a request asked for', () => {
  it.each([
    ['a.test', 'a.test'],
    ['a.test:8443', 'a.test'],
    ['[::1]:80', '[::1]'],
    ['::1', '::1'],
    ['a.test:port', 'a.test:port'],
  ])('%s is %s', (field, host) => {
    expect(hostWithoutPort(field)).toBe(host)
  })

  it('is empty where it asked for none', () => {
    expect(hostWithoutPort()).toBe('')
  })
})
