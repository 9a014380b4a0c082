import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldOf } from '@weir/sensor'
import { announcedSize, headerFields, parseHeaderBlock } from './header-block.ts'

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z-]{1,12}$/),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'X-Same', 'x-same'),
)
const value = fc.stringMatching(/^[!-~]{0,20}$/)

describe('header fields', () => {
  it('keep every value under its name, in order, whatever the name', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const fields = headerFields(pairs.flat())
        for (const [asked] of pairs) {
          const values = pairs.filter(([other]) => other === asked).map(([, own]) => own)
          const kept = Object.getOwnPropertyDescriptor(fields, asked)?.value
          expect(kept).toEqual(values.length === 1 ? values[0] : values)
        }
        expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
      }),
    )
  })

  it('are the same read from a header block', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const lines = pairs.map(([field, text]) => `${field}: ${text}\r\n`).join('')
        const block = parseHeaderBlock(`GET / HTTP/1.1\r\n${lines}\r\n`)
        expect(block).toEqual({ start: 'GET / HTTP/1.1', fields: headerFields(pairs.flat()) })
      }),
    )
  })

  it('are read from any text without failing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseHeaderBlock(text)
        parseHeaderBlock(`${text}\r\n${text}:\r\n`)
      }),
    )
  })

  it('are found in any spelling', () => {
    const fields = headerFields(['Content-LENGTH', '12', 'X-A', '1', 'X-A', '2'])
    expect([announcedSize(fields), fieldOf(fields, 'x-a')]).toEqual([12, '1'])
    expect(announcedSize(headerFields(['content-length', '1e3']))).toBeUndefined()
  })
})
