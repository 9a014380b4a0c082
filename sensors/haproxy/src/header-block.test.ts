import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHeaderBlock } from './header-block.ts'

describe('a header block of HAProxy', () => {
  it('is read up to its empty line', () => {
    expect(parseHeaderBlock('host: a.test\r\nx-empty: \r\nx-colon: a: b\r\n\r\n')).toEqual({
      host: 'a.test',
      'x-empty': '',
      'x-colon': 'a: b',
    })
  })

  it('keeps repeated fields in order, whatever their names', () => {
    const fields = parseHeaderBlock(
      'x: 1\r\n__proto__: a\r\nx: 2\r\n__proto__: b\r\nconstructor: c\r\nx: 3\r\n\r\n',
    )
    expect(Object.entries(fields)).toEqual([
      ['x', ['1', '2', '3']],
      ['__proto__', ['a', 'b']],
      ['constructor', 'c'],
    ])
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
  })

  it('is read as far as it goes when it was cut off', () => {
    expect(parseHeaderBlock('host: a.test\r\nx-cut: no en')).toEqual({
      host: 'a.test',
      'x-cut': 'no en',
    })
    expect(parseHeaderBlock('host')).toEqual({})
    expect(parseHeaderBlock('')).toEqual({})
  })

  it('may be any text', () => {
    const text = fc.array(
      fc.constantFrom(':', ' ', '\r', '\n', '\r\n', ': ', 'a', '__proto__', 'é'),
    )
    fc.assert(
      fc.property(text, (parts) => {
        for (const [name, value] of Object.entries(parseHeaderBlock(parts.join('')))) {
          expect(name).not.toBe('')
          expect([value].flat().join()).not.toContain('\r\n')
        }
      }),
    )
  })
})
