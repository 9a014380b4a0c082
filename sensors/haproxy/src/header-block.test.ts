import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseHeaderBlock } from './header-block.ts'

describe('a header block of HAProxy', () => {
  it('is read up to its empty line', () => {
    expect(parseHeaderBlock('host: a.test\r\nx-empty: \r\nx-colon: a: b\r\n\r\n')).toEqual(
      [
        ['host', 'a.test'],
        ['x-empty', ''],
        ['x-colon', 'a: b'],
      ].flat(),
    )
  })

  it('keeps repeated fields in order, whatever their names', () => {
    const block = 'x: 1\r\n__proto__: a\r\nx: 2\r\nconstructor: c\r\nx: 3\r\n\r\n'
    expect(parseHeaderBlock(block)).toEqual(
      [
        ['x', '1'],
        ['__proto__', 'a'],
        ['x', '2'],
        ['constructor', 'c'],
        ['x', '3'],
      ].flat(),
    )
  })

  it('is read as far as it goes when it was cut off', () => {
    expect(parseHeaderBlock('host: a.test\r\nx-cut: no en')).toEqual(
      [
        ['host', 'a.test'],
        ['x-cut', 'no en'],
      ].flat(),
    )
    expect(parseHeaderBlock('host')).toEqual([])
    expect(parseHeaderBlock('')).toEqual([])
  })

  it('may be any text', () => {
    const text = fc.array(
      fc.constantFrom(':', ' ', '\r', '\n', '\r\n', ': ', 'a', '__proto__', 'é'),
    )
    fc.assert(
      fc.property(text, (parts) => {
        const fields = parseHeaderBlock(parts.join(''))
        expect(fields.length % 2).toBe(0)
        expect(fields.join(' ')).not.toContain('\r\n')
        for (let at = 0; at < fields.length; at += 2) expect(fields[at]).not.toBe('')
      }),
    )
  })
})
