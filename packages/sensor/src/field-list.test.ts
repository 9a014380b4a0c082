import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fieldsByName, firstOf, hostOf, listLookup } from './field-list.ts'

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z-]{1,12}$/),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'X-Same', 'x-same'),
)
const pairs = fc.array(fc.tuple(name, fc.stringMatching(/^[!-~]{0,20}$/)))

it('fields are found by their name in any spelling, in order', () => {
  fc.assert(
    fc.property(pairs, name, (fields, asked) => {
      const lower = asked.toLowerCase()
      const values = fields.filter(([own]) => own.toLowerCase() === lower).map(([, own]) => own)
      expect(firstOf(fields.flat(), lower)).toBe(values[0])
      expect(listLookup(fields.flat()).get(lower) ?? []).toEqual(values)
    }),
  )
})

it('every value is kept under its name, whatever the name', () => {
  fc.assert(
    fc.property(pairs, (fields) => {
      const named = fieldsByName(fields.flat())
      for (const [asked] of fields) {
        const values = fields.filter(([other]) => other === asked).map(([, own]) => own)
        const kept = Object.getOwnPropertyDescriptor(named, asked)?.value
        expect(kept).toEqual(values.length === 1 ? values[0] : values)
      }
      expect(Object.getPrototypeOf(named)).toBe(Object.prototype)
    }),
  )
})

it('a name without a value is none', () => {
  expect([firstOf(['a'], 'a'), listLookup(['a']).get('a')]).toEqual([undefined, undefined])
  expect(fieldsByName(['a'])).toEqual({})
})

it('the host is that of the first field of this name, without its port', () => {
  expect(hostOf(['x', 'y', 'Host', 'a.test:8080', 'host', 'b.test'])).toBe('a.test')
  expect(hostOf([])).toBe('')
})
