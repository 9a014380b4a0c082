import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KnownNames } from './known-names.ts'

const names = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', 'ÿ'), maxLength: 6 }),
    fc.constantFrom('', '7', '__proto__', 'constructor', 'content-type'),
  ),
)

it('names are the same text when they come again, and when others took their places', () => {
  const known = new KnownNames()
  fc.assert(
    fc.property(names, (list) => {
      const text = `<${list.join('')}>`
      const bytes = Buffer.from(text, 'latin1')
      let at = 1
      for (const name of list) {
        const end = at + name.length
        expect(known.inText(text, at, end)).toBe(name)
        expect(known.inBytes(bytes, at, end)).toBe(name)
        at = end
      }
    }),
  )
})
