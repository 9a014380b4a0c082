import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { announcedSize, parseHeaderBlock } from './header-block.ts'

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z-]{1,12}$/),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'X-Same', 'x-same'),
)
const value = fc.stringMatching(/^[!-~]{0,20}$/)

describe('header fields', () => {
  it('are read from a header block, in order, whatever their names', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
        const lines = pairs.map(([field, text]) => `${field}: ${text}\r\n`).join('')
        const block = parseHeaderBlock(`GET / HTTP/1.1\r\n${lines}\r\n`)
        expect(block).toEqual({ start: 'GET / HTTP/1.1', fields: pairs.flat() })
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

  it('tell the size that was announced, in any spelling', () => {
    expect(announcedSize(['X-A', '1', 'Content-LENGTH', '12'])).toBe(12)
    expect(announcedSize(['content-length', '1e3'])).toBeUndefined()
    expect(announcedSize([])).toBeUndefined()
  })
})
